'use strict';
// What jest found, without times, on standard output.
module.exports = class Reporter {
  onTestResult(test, { testResults }) {
    for (const { ancestorTitles, title, status, failureMessages } of testResults) {
      console.log([...ancestorTitles, title].join(' > '), status, ...failureMessages);
    }
  }

  onRunComplete(contexts, { numPassedTests, numFailedTests, numTotalTestSuites }) {
    console.log(numPassedTests, numFailedTests, numTotalTestSuites);
  }
};
