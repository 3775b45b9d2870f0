'use strict';
// Serves until it is told to stop; then says what CPU time the requests took, the start left out, and the peak of memory.
const app = require('express')();

app.get('/users/:id', (req, res) => res.json({ id: req.params.id, query: req.query }));
app.get('/stop', (req, res) => {
  res.end();
  const { user, system } = process.cpuUsage(started);
  console.log(((user + system) / 1e6).toFixed(3), Math.round(process.resourceUsage().maxRSS / 1024));
  process.exit();
});
let started;
const server = app.listen(0, '127.0.0.1', () => {
  console.log(server.address().port);
  started = process.cpuUsage();
});
