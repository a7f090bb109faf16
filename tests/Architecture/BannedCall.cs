namespace FileStorage.Tests.Architecture;

/// <summary>
/// A piece of source that must not occur below <paramref name="Folders"/>, and why. <paramref name="AllowedFiles"/> are the places
/// that have a good reason.
/// </summary>
internal sealed record BannedCall(string Pattern, string Reason, IReadOnlyList<string> Folders, params string[] AllowedFiles);
