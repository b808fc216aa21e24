import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
@Module({}) class A {}
async function main() { const app = await NestFactory.create(A, new FastifyAdapter()); await app.init(); console.log('ok'); await app.close(); }
void main();
