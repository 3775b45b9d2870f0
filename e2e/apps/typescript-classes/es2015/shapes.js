"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Colors = exports.Later = exports.Bag = exports.Missing = exports.Square = exports.Rectangle = exports.Shape = void 0;
exports.count = count;
exports.wait = wait;
const tslib_1 = require("tslib");
class Shape {
    constructor(sides) {
        this.sides = sides;
        this.name = 'shape';
        Shape.made++;
    }
    get label() {
        return `${this.name} with ${this.sides} sides`;
    }
    toString() {
        return `${this.label}: ${this.area()}`;
    }
}
exports.Shape = Shape;
Shape.made = 0;
class Rectangle extends Shape {
    constructor(a, b) {
        super(4);
        this.a = a;
        this.b = b;
        this.name = 'rectangle';
    }
    area() {
        return this.a * this.b;
    }
}
exports.Rectangle = Rectangle;
class Square extends Rectangle {
    constructor(a) {
        super(a, a);
    }
    get label() {
        return `square of ${this.a}`;
    }
    toString() {
        return `(${super.toString()})`;
    }
}
exports.Square = Square;
class Missing extends Error {
    constructor(what) {
        super(`${what} is missing`);
        Object.setPrototypeOf(this, new.target.prototype);
        this.name = 'Missing';
    }
}
exports.Missing = Missing;
class Bag extends Array {
    constructor(...items) {
        super(...items);
        Object.setPrototypeOf(this, Bag.prototype);
    }
    sum() {
        return this.reduce((total, n) => total + n, 0);
    }
    toString() {
        return `bag of ${this.join('+')}`;
    }
}
exports.Bag = Bag;
class Later extends Promise {
    constructor(run) {
        super(run);
    }
}
exports.Later = Later;
var Colors;
(function (Colors) {
    let Color;
    (function (Color) {
        Color[Color["Red"] = 0] = "Red";
        Color["Green"] = "green";
    })(Color = Colors.Color || (Colors.Color = {}));
    Colors.hasOwnProperty = (name) => name in Color;
})(Colors || (exports.Colors = Colors = {}));
function* count(to) {
    for (let i = 0; i < to; i++) {
        yield i;
    }
}
function wait() {
    return tslib_1.__awaiter(this, void 0, void 0, function* () {
        var _a, _b;
        const parts = [...count(3)];
        const _c = Object.assign({ length: parts.length, other: 1 }, { constructor: 'own' }), { length } = _c, rest = tslib_1.__rest(_c, ["length"]);
        return `${length} ${JSON.stringify(rest)} ${(_b = (_a = parts === null || parts === void 0 ? void 0 : parts.at) === null || _a === void 0 ? void 0 : _a.call(parts, -1)) !== null && _b !== void 0 ? _b : 'none'}`;
    });
}
