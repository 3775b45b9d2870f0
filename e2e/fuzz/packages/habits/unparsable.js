return }{
