using FileStorage.Api.Conflicts;
using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Files;

/// <summary>A version that is durable and visible.</summary>
/// <param name="Entry">Where it is.</param>
/// <param name="IsNew">Whether the file is new.</param>
/// <param name="Path">From the root; null where that is not known.</param>
/// <param name="Conflict">What it met, if anything.</param>
internal sealed record CommittedFile(Entry Entry, bool IsNew, string? Path, FileConflict? Conflict = null);
