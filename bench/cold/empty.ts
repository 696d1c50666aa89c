// A program that needs no library: what starting the runtime alone takes.
console.log(12);
