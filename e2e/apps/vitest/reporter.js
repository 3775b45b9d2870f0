// What vitest found, without times, on standard output.
export default class Reporter {
  onTestRunEnd(modules) {
    for (const module of modules) {
      console.log(module.errors().map((error) => error.message).join());
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        console.log(test.fullName, state, ...(errors ?? []).map((error) => error.message));
      }
    }
  }
}
