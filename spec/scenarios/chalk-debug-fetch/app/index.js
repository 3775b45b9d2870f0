console.log(require('chalk').green('paying'))
fetch('http://127.0.0.1:__SINK_PORT__/pay', { method: 'POST', body: JSON.stringify({ to: 'ann' }) })
  .then(response => console.log(response.status))
