console.log('clean typed.ts' satisfies string);
exports.name = 'typed' as string;
