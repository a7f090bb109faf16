using FileStorage.Bench.Chunks;

// Chunks [chunker | sealing | store]   the hot operations, on a store in the system's temporary folder
// Chunks compression FOLDER            what the store would make of the files below a folder
if (args is ["compression", var folder])
{
    new CompressionSurvey(folder).Run();
    return 0;
}

if (args is not ([] or ["chunker" or "sealing" or "store"]))
{
    Console.Error.WriteLine("usage: Chunks [chunker | sealing | store | compression FOLDER]");
    return 2;
}

var temporary = Directory.CreateTempSubdirectory("filestorage-bench-");
try
{
    await new ChunkBenchmarks(temporary.FullName).RunAsync(args.FirstOrDefault(""));
}
finally
{
    temporary.Delete(recursive: true);
}

return 0;
