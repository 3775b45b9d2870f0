'use strict';
// Stands on disk so that Node can read the name `take`. The hooks let only the guard's own synthetic modules import it,
// and the guard gives them the real `take`.

const { TypeError } = require('./primordials.cjs');

exports.take = () => {
  throw new TypeError('the slot of the guard was not loaded by the guard');
};
