namespace FileStorage.Grains.History;

/// <summary>What became of a file whose content was to go back.</summary>
internal enum RewoundFile
{
    Done,

    /// <summary>Somebody has saved it since the rewind began; that stays.</summary>
    Newer,

    /// <summary>The old version was thinned out, or the file went away meanwhile.</summary>
    Gone,
}
