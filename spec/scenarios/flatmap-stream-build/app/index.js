require('event-stream').words('one two three', words => console.log(words.join(',')))
