namespace FileStorage.Core.History;

/// <summary>A version of a file as retention sees it.</summary>
/// <param name="Number">Its number; higher ones are newer.</param>
/// <param name="CreatedAt">When it was saved.</param>
public readonly record struct RetainedVersion(long Number, DateTimeOffset CreatedAt);
