console.log(require('@ctrl/tinycolor').white)
