// usage: race.js TRIES HOW FILE: loads a file again and again while somebody else changes it
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const [, , tries, how, name] = process.argv;
const file = join(__dirname, name);
let loaded = 0;
let refused = 0;
(async () => {
  for (let i = 0; i < Number(tries); i++) {
    try {
      if (how === 'require') {
        delete require.cache[file];
        require(file);
      } else if (how === 'dlopen') {
        process.dlopen({ exports: {} }, file);
      } else {
        await import(`${pathToFileURL(file).href}?${i}`);
      }
      loaded++;
    } catch (error) {
      if (error.code !== 'ERR_CODE_INTEGRITY_VIOLATION' && error.code !== 'ENOENT') throw error;
      refused++;
    }
  }
  console.log(JSON.stringify({ loaded, refused }));
})();
