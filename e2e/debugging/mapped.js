'use strict';
require('dependency/built').total([]);
