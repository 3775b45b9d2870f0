"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.total = total;
// a comment that is not in the built file
function total(orders) {
    if (orders.length === 0) {
        throw new Error('no orders');
    }
    return orders.reduce((sum, order) => sum + order.price, 0);
}
//# sourceMappingURL=built.js.map