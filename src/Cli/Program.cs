using FileStorage.Cli;

return await FilestorageCommand.RunAsync(args);
