namespace FileStorage.Grains.History;

/// <summary>A file whose content goes back.</summary>
/// <param name="FileId">The file.</param>
/// <param name="SourceNumber">The version whose content it gets.</param>
/// <param name="ExpectedVersionId">The newest version when the rewind began; a newer one stays.</param>
internal readonly record struct RewindFile(Guid FileId, long SourceNumber, Guid ExpectedVersionId);
