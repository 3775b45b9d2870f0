interface A{b:string}
