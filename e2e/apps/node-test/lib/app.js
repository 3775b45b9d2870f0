const express = require('express')
const store = require('./store')
const app = express()
app.use(express.json())
app.get('/hello/:name', (req, res) => res.json({ hello: req.params.name }))
app.post('/notes', (req, res, next) => store.save(req.body).then((id) => res.status(201).json({ id }), next))
app.use((err, req, res, next) => res.status(500).json({ error: err.message }))
module.exports = app
