import 'reflect-metadata';
import {
  BadRequestException, Body, CanActivate, Controller, ExecutionContext, Get, Inject, Injectable, MiddlewareConsumer,
  Module, NestModule, OnModuleDestroy, Param, ParseIntPipe, Post, UseGuards,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

@Injectable()
class Cats implements OnModuleDestroy {
  private readonly names: string[] = ['tom'];

  constructor(@Inject('GREETING') private readonly greeting: string) {}

  add(name: string): number {
    return this.names.push(name);
  }

  get(index: number): string {
    if (index >= this.names.length) {
      throw new BadRequestException(`no cat ${index}`);
    }
    return `${this.greeting} ${this.names[index]}`;
  }

  onModuleDestroy(): void {
    console.log('destroyed');
  }
}

@Injectable()
class OnlyAda implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest().headers['x-user'] === 'ada';
  }
}

@Controller('cats')
class CatsController {
  constructor(private readonly cats: Cats) {}

  @Get(':index')
  get(@Param('index', ParseIntPipe) index: number): string {
    return this.cats.get(index);
  }

  @Post()
  @UseGuards(OnlyAda)
  add(@Body() body: { name: string }): { count: number } {
    return { count: this.cats.add(body.name) };
  }
}

@Module({ controllers: [CatsController], providers: [Cats, { provide: 'GREETING', useFactory: async () => 'hello' }] })
class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply((request: any, response: any, next: () => void) => {
      response.setHeader('x-seen', 'yes');
      next();
    }).forRoutes('*path');
  }
}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  const base = await app.getUrl();
  const show = async (path: string, init?: RequestInit) => {
    const response = await fetch(base + path, init);
    console.log(path, response.status, response.headers.get('x-seen'), await response.text());
  };
  const post = (user: string) => ({
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
