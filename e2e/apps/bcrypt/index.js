'use strict';
const bcrypt = require('bcrypt');

const salt = '$2b$04$abcdefghijklmnopqrstuu';
console.log(bcrypt.hashSync('FAKE', salt), bcrypt.getRounds(salt));
bcrypt.compare('FAKE', bcrypt.hashSync('FAKE', 4)).then((same) => console.log(same));
