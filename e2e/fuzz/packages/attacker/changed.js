exports.reviewed = true
