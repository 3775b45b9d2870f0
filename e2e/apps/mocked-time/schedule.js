'use strict';
exports.schedule = (task, after) => setTimeout(task, after);
exports.schedule.now = () => Date.now();
