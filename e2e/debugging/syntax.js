'use strict';

const a = ;
