namespace FileStorage.Bench.Load;

internal enum LoadMode
{
    Put,
    Batch,
    Get,
    Mixed,
}
