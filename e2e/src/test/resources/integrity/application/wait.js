// says that it runs, waits for a line, then loads
console.log('ready');
process.stdin.once('data', () => {
  require('./kinds/plain.js');
  process.exit(0);
});
