namespace FileStorage.Bench.Load;

/// <summary>What one slot sends; each slot has its own, so that buffers are reused without locks.</summary>
internal interface IWork
{
    /// <summary>Prepares request <paramref name="index"/>; its memory is good until the next call.</summary>
    LoadRequest Prepare(int index);

    /// <summary>How many files of request <paramref name="index"/> went through, by the server's answer.</summary>
    int CountDone(int index, int status, ReadOnlySpan<byte> answer);
}
