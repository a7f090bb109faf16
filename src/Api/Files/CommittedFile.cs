using FileStorage.Grains.Interfaces.Drives;

namespace FileStorage.Api.Files;

/// <summary>A version that is durable and visible.</summary>
internal sealed record CommittedFile(Entry Entry, bool IsNew, string? Path);
