namespace FileStorage.Bench.Load;

/// <summary>One GET a file; an answer counts only if it is byte for byte what was put.</summary>
internal sealed class GetWork(FileNames names, FileBody body) : IWork
{
    public LoadRequest Prepare(int index) => new("GET", "/api/v1/content" + names.Path(index), null, default);

    public int CountDone(int index, int status, ReadOnlySpan<byte> answer)
    {
        if (status is not 200)
        {
            return 0;
        }

        return answer.SequenceEqual(body.Of(index))
            ? 1
            : throw new InvalidDataException($"{names.Path(index)} came back with other bytes than were put.");
    }
}
