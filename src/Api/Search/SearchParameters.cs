using System.Collections.Immutable;
using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Core.Entries;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Search;

/// <summary>The parameters of a search.</summary>
internal sealed class SearchParameters
{
    private const int MaxTextLength = 1024;
    private const int MaxTypes = 32;
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <summary>How many hits can be paged through.</summary>
    private const int MaxAfter = 1000;

    private readonly IQueryCollection _query;

    /// <exception cref="ProblemException">400: a parameter cannot be read.</exception>
    public SearchParameters(HttpContext context)
    {
        _query = context.Request.Query;
        Text = Read("q") ?? "";
        if (Text.Length > MaxTextLength)
        {
            throw Problem.BadRequest($"\"q\" has at most {MaxTextLength} characters.");
        }

        (InNames, InContents) = Read("in") switch
        {
            null or "both" => (true, true),
            "name" => (true, false),
            "content" => (false, true),
            _ => throw Problem.BadRequest("\"in\" is name, content or both."),
        };
        InTrash = Read("trashed") switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Problem.BadRequest("\"trashed\" is true or false."),
        };
        (Kind, Types) = ReadType();
        MinSizeBytes = ReadNumber("minSize");
        MaxSizeBytes = ReadNumber("maxSize");
        ModifiedFrom = ReadTime("modifiedAfter");
        ModifiedTo = ReadTime("modifiedBefore");
        OwnerId = Read("owner") switch
        {
            null => null,
            "me" => Caller.Of(context).UserId,
            var owner => Guid.TryParse(owner, out var id) ? id : throw Problem.BadRequest("\"owner\" is \"me\" or the id of an account."),
        };
        Folder = Read("folder");
        Limit = (int)Math.Clamp(ReadNumber("limit") ?? DefaultLimit, 1, MaxLimit);
        After = (int)Math.Clamp(ReadNumber("after") ?? 0, 0, MaxAfter);
    }

    public string Text { get; }

    public bool InNames { get; }

    public bool InContents { get; }

    public bool InTrash { get; }

    public EntryKind? Kind { get; }

    public ImmutableArray<string> Types { get; }

    public long? MinSizeBytes { get; }

    public long? MaxSizeBytes { get; }

    public DateTimeOffset? ModifiedFrom { get; }

    public DateTimeOffset? ModifiedTo { get; }

    public Guid? OwnerId { get; }

    /// <summary>Id or path.</summary>
    public string? Folder { get; }

    public int Limit { get; }

    /// <summary>How many findings the pages before have looked at.</summary>
    public int After { get; }

    private string? Read(string name) => _query[name] is [{ Length: > 0 } value] ? value
        : _query[name].Count > 1 ? throw Problem.BadRequest($"\"{name}\" stands once.")
        : null;

    private (EntryKind? Kind, ImmutableArray<string> Types) ReadType()
    {
        var text = Read("type");
        if (text is null or "file" or "folder")
        {
            return (text switch { "file" => EntryKind.File, "folder" => EntryKind.Folder, _ => null }, []);
        }

        var types = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return types.Length <= MaxTypes
            ? (EntryKind.File, [.. types.SelectMany(type => FileTypes.Of(type.TrimStart('.').ToLowerInvariant()))])
            : throw Problem.BadRequest($"\"type\" names at most {MaxTypes} types.");
    }

    private long? ReadNumber(string name) => Read(name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Problem.BadRequest($"\"{name}\" is a whole number, 0 or more."),
    };

    private DateTimeOffset? ReadTime(string name) => Read(name) switch
    {
        null => null,
        var text when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => time,
        _ => throw Problem.BadRequest($"\"{name}\" is a time such as 2026-11-22T10:00:00Z."),
    };
}
