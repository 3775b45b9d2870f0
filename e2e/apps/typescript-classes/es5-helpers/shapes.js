"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Colors = exports.Missing = exports.Square = exports.Rectangle = exports.Shape = void 0;
exports.count = count;
exports.wait = wait;
var tslib_1 = require("tslib");
var Shape = /** @class */ (function () {
    function Shape(sides) {
        this.sides = sides;
        this.name = 'shape';
        Shape.made++;
    }
    Object.defineProperty(Shape.prototype, "label", {
        get: function () {
            return "".concat(this.name, " with ").concat(this.sides, " sides");
        },
        enumerable: false,
        configurable: true
    });
    Shape.prototype.toString = function () {
        return "".concat(this.label, ": ").concat(this.area());
    };
    Shape.made = 0;
    return Shape;
}());
exports.Shape = Shape;
var Rectangle = /** @class */ (function (_super) {
    tslib_1.__extends(Rectangle, _super);
    function Rectangle(a, b) {
        var _this = _super.call(this, 4) || this;
        _this.a = a;
        _this.b = b;
        _this.name = 'rectangle';
        return _this;
    }
    Rectangle.prototype.area = function () {
        return this.a * this.b;
    };
    return Rectangle;
}(Shape));
exports.Rectangle = Rectangle;
var Square = /** @class */ (function (_super) {
    tslib_1.__extends(Square, _super);
    function Square(a) {
        return _super.call(this, a, a) || this;
    }
    Object.defineProperty(Square.prototype, "label", {
        get: function () {
            return "square of ".concat(this.a);
        },
        enumerable: false,
        configurable: true
    });
    Square.prototype.toString = function () {
        return "(".concat(_super.prototype.toString.call(this), ")");
    };
    return Square;
}(Rectangle));
exports.Square = Square;
var Missing = /** @class */ (function (_super) {
    tslib_1.__extends(Missing, _super);
    function Missing(what) {
        var _newTarget = this.constructor;
        var _this = _super.call(this, "".concat(what, " is missing")) || this;
        Object.setPrototypeOf(_this, _newTarget.prototype);
        _this.name = 'Missing';
        return _this;
    }
    return Missing;
}(Error));
exports.Missing = Missing;
var Colors;
(function (Colors) {
    var Color;
    (function (Color) {
        Color[Color["Red"] = 0] = "Red";
        Color["Green"] = "green";
    })(Color = Colors.Color || (Colors.Color = {}));
    Colors.hasOwnProperty = function (name) { return name in Color; };
})(Colors || (exports.Colors = Colors = {}));
function count(to) {
    var i;
    return tslib_1.__generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                i = 0;
                _a.label = 1;
            case 1:
                if (!(i < to)) return [3 /*break*/, 4];
                return [4 /*yield*/, i];
            case 2:
                _a.sent();
                _a.label = 3;
            case 3:
                i++;
                return [3 /*break*/, 1];
            case 4: return [2 /*return*/];
        }
    });
}
function wait() {
    return tslib_1.__awaiter(this, void 0, void 0, function () {
        var parts, _a, length, rest;
        var _b, _c;
        return tslib_1.__generator(this, function (_d) {
            parts = tslib_1.__spreadArray([], tslib_1.__read(count(3)), false);
            _a = tslib_1.__assign({ length: parts.length, other: 1 }, { constructor: 'own' }), length = _a.length, rest = tslib_1.__rest(_a, ["length"]);
            return [2 /*return*/, "".concat(length, " ").concat(JSON.stringify(rest), " ").concat((_c = (_b = parts === null || parts === void 0 ? void 0 : parts.at) === null || _b === void 0 ? void 0 : _b.call(parts, -1)) !== null && _c !== void 0 ? _c : 'none')];
        });
    });
}
