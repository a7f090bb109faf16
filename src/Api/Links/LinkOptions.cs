using System.ComponentModel.DataAnnotations;

namespace FileStorage.Api.Links;

/// <summary>What strangers may do with public links.</summary>
public sealed class LinkOptions
{
    public const string Section = "Links";

    /// <summary>Wrong passwords that one link, or one remote address, may be sent in <see cref="ThrottleMinutes"/>.</summary>
    [Range(1, 1_000_000)]
    public int MaxWrongPasswords { get; set; } = 10;

    /// <summary>Unknown tokens that one remote address may try in <see cref="ThrottleMinutes"/>.</summary>
    [Range(1, 1_000_000)]
    public int MaxUnknownTokens { get; set; } = 50;

    /// <summary>Files that one remote address may put in through one link in <see cref="ThrottleMinutes"/>.</summary>
    [Range(1, 1_000_000)]
    public int MaxUploads { get; set; } = 1000;

    /// <summary>How long attempts count.</summary>
    [Range(1, 1440)]
    public int ThrottleMinutes { get; set; } = 10;

    /// <summary>Large files that all visitors together may send at the same time; further ones wait. Keeps room for those who have an account.</summary>
    [Range(1, 1024)]
    public int LargeUploads { get; set; } = 4;

    /// <summary>Large files and archives that all visitors together may download at the same time; further ones wait.</summary>
    [Range(1, 1024)]
    public int LargeDownloads { get; set; } = 8;

    /// <summary>Minutes until a visitor is asked for the password again.</summary>
    [Range(1, 1440)]
    public int PasswordMinutes { get; set; } = 60;
}
