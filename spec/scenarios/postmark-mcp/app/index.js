require('postmark-mcp').send({ To: 'ann@example.test' }, status => console.log('sent ' + status))
