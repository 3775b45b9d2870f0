'use strict';
module.exports=function fail(){throw new Error('mapped')};
//# sourceMappingURL=built.js.map
