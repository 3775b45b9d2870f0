"use strict";
var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var __param = (this && this.__param) || function (paramIndex, decorator) {
    return function (target, key) { decorator(target, key, paramIndex); }
};
Object.defineProperty(exports, "__esModule", { value: true });
require("reflect-metadata");
const common_1 = require("@nestjs/common");
const core_1 = require("@nestjs/core");
let Cats = class Cats {
    constructor(greeting) {
        this.greeting = greeting;
        this.names = ['tom'];
    }
    add(name) {
        return this.names.push(name);
    }
    get(index) {
        if (index >= this.names.length) {
            throw new common_1.BadRequestException(`no cat ${index}`);
        }
        return `${this.greeting} ${this.names[index]}`;
    }
    onModuleDestroy() {
        console.log('destroyed');
    }
};
Cats = __decorate([
    (0, common_1.Injectable)(),
    __param(0, (0, common_1.Inject)('GREETING')),
    __metadata("design:paramtypes", [String])
], Cats);
let OnlyAda = class OnlyAda {
    canActivate(context) {
        return context.switchToHttp().getRequest().headers['x-user'] === 'ada';
    }
};
OnlyAda = __decorate([
    (0, common_1.Injectable)()
], OnlyAda);
let CatsController = class CatsController {
    constructor(cats) {
        this.cats = cats;
    }
    get(index) {
        return this.cats.get(index);
    }
    add(body) {
        return { count: this.cats.add(body.name) };
    }
};
__decorate([
    (0, common_1.Get)(':index'),
    __param(0, (0, common_1.Param)('index', common_1.ParseIntPipe)),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Number]),
    __metadata("design:returntype", String)
], CatsController.prototype, "get", null);
__decorate([
    (0, common_1.Post)(),
    (0, common_1.UseGuards)(OnlyAda),
    __param(0, (0, common_1.Body)()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object]),
    __metadata("design:returntype", Object)
], CatsController.prototype, "add", null);
CatsController = __decorate([
    (0, common_1.Controller)('cats'),
    __metadata("design:paramtypes", [Cats])
], CatsController);
let AppModule = class AppModule {
    configure(consumer) {
        consumer.apply((request, response, next) => {
            response.setHeader('x-seen', 'yes');
            next();
        }).forRoutes('*path');
    }
};
AppModule = __decorate([
    (0, common_1.Module)({ controllers: [CatsController], providers: [Cats, { provide: 'GREETING', useFactory: async () => 'hello' }] })
], AppModule);
async function main() {
    const app = await core_1.NestFactory.create(AppModule, { logger: ['error', 'warn'] });
    await app.listen(0, '127.0.0.1');
    const base = await app.getUrl();
    const show = async (path, init) => {
        const response = await fetch(base + path, init);
        console.log(path, response.status, response.headers.get('x-seen'), await response.text());
    };
    const post = (user) => ({
        method: 'POST', body: '{"name":"felix"}', headers: { 'content-type': 'application/json', 'x-user': user },
    });
    await show('/cats/0');
    await show('/cats/x');
    await show('/cats/1');
    await show('/cats', post('eve'));
    await show('/cats', post('ada'));
    await show('/cats/1');
    await show('/nowhere');
    await app.close();
}
main();
