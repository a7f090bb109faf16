namespace FileStorage.Bench.Load;

/// <summary>One PUT a file.</summary>
internal sealed class PutWork(FileNames names, FileBody body) : IWork
{
    public LoadRequest Prepare(int index) => new("PUT", "/api/v1/content" + names.Path(index), null, body.Memory(index));

    public int CountDone(int index, int status, ReadOnlySpan<byte> answer) => status is 200 or 201 ? 1 : 0;
}
