console.log(typeof Buffer.from(''), process.argv.length); export const half = (n) => (n % 2 ? never(n) : n / 2);

function never(n) {
  return n;
}
