namespace FileStorage.Grains.History;

/// <summary>How many files of a rewind were seen to, and what became of them.</summary>
internal readonly record struct RewindProgress(int Files, int Done, int Newer, int Gone)
{
    public RewindProgress With(IReadOnlyCollection<RewoundFile> files) => new(
        Files + files.Count,
        Done + files.Count(file => file is RewoundFile.Done),
        Newer + files.Count(file => file is RewoundFile.Newer),
        Gone + files.Count(file => file is RewoundFile.Gone));
}
