"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Later = exports.Bag = void 0;
var tslib_1 = require("tslib");
var Bag = /** @class */ (function (_super) {
    tslib_1.__extends(Bag, _super);
    function Bag() {
        var items = [];
        for (var _i = 0; _i < arguments.length; _i++) {
            items[_i] = arguments[_i];
        }
        var _this = _super.apply(this, tslib_1.__spreadArray([], tslib_1.__read(items), false)) || this;
        Object.setPrototypeOf(_this, Bag.prototype);
        return _this;
    }
    Bag.prototype.sum = function () {
        return this.reduce(function (total, n) { return total + n; }, 0);
    };
    Bag.prototype.toString = function () {
        return "bag of ".concat(this.join('+'));
    };
    return Bag;
}(Array));
exports.Bag = Bag;
var Later = /** @class */ (function (_super) {
    tslib_1.__extends(Later, _super);
    function Later(run) {
        return _super.call(this, run) || this;
    }
    return Later;
}(Promise));
exports.Later = Later;
