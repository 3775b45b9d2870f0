interface Order {
  price: number;
}

// a comment that is not in the built file

export function total(orders: Order[]): number {
  if (orders.length === 0) {
    throw new Error('no orders');
  }
  return orders.reduce((sum, order) => sum + order.price, 0);
}
