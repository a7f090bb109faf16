using System.Globalization;
using FileStorage.Api.Content;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Api.WebDav;
using FileStorage.Grains.Interfaces.Uploads;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Tus;

/// <summary>
/// What an upload is to become: said in the query and the headers as with PUT, or in Upload-Metadata, where clients of tus say it.
/// </summary>
internal static class UploadPlace
{
    /// <summary>The place that a declaration keeps.</summary>
    public static FilePlace Of(AppendDeclaration declaration) => FilePlace.Of(
        declaration.Path, declaration.MakeParents, declaration.ParentId, declaration.Name, declaration.ItemId);

    /// <summary>The terms that a declaration keeps.</summary>
    public static VersionTerms TermsOf(AppendDeclaration declaration, Guid operationId)
    {
        var precondition = declaration is { MustBeAbsent: false, MustBePresent: false, Matches.IsEmpty: true, Differs.IsEmpty: true }
            ? FilePrecondition.None
            : new FilePrecondition
            {
                Absent = declaration.MustBeAbsent,
                Present = declaration.MustBePresent,
                Matches = declaration.Matches,
                Differs = declaration.Differs,
            };
        return new VersionTerms
        {
            Precondition = precondition,
            Edit = declaration.Conflict is { } policy ? new Conflicts.EditTerms(policy, declaration.BaseVersionId) : null,
            ModifiedAt = declaration.ModifiedAt,
            Executable = declaration.Executable,
            OperationId = operationId,
        };
    }

    /// <summary>Adds to a declaration what the request says of the file.</summary>
    /// <exception cref="ProblemException">400.</exception>
    public static AppendDeclaration Read(AppendDeclaration declaration, HttpRequest request, UploadMetadata metadata)
    {
        var terms = PutHeaders.Terms(request);
        string? Said(string key) => request.Query[key] is [{ Length: > 0 } text] ? text : metadata[key];
        var name = Said("name") ?? metadata["filename"];
        var parentId = IdOf(Said("parentId"), "parentId");
        var itemId = IdOf(Said("itemId"), "itemId");
        var path = Said("path") ?? (parentId is null && itemId is null && name is not null ? PathOf(metadata["dir"], name) : null);
        var isWithin = path is null && itemId is null;
        return declaration with
        {
            Path = path,
            MakeParents = string.Equals(Said("parents"), "true", StringComparison.Ordinal),
            ParentId = parentId,
            Name = isWithin ? name : null,
            ItemId = itemId,
            MustBeAbsent = terms.Precondition.Absent,
            MustBePresent = terms.Precondition.Present,
            Matches = [.. terms.Precondition.Matches],
            Differs = [.. terms.Precondition.Differs],
            Conflict = terms.Edit?.Policy,
            BaseVersionId = terms.Edit?.Base,
            ModifiedAt = terms.ModifiedAt ?? TimeOf(metadata),
            Executable = terms.Executable || string.Equals(metadata["executable"], "true", StringComparison.OrdinalIgnoreCase),
        };
    }

    // ownCloud's clients write the whole path into "filename", others the name alone.
    private static string PathOf(string? folder, string name) =>
        name.StartsWith('/') && folder is null ? name : $"/{$"{folder}".Trim('/')}/{name}".Replace("//", "/", StringComparison.Ordinal);

    private static Guid? IdOf(string? text, string name) =>
        text is null ? null : Guid.TryParse(text, out var id) ? id : throw Problem.BadRequest($"\"{name}\" is the id of an item.");

    private static DateTimeOffset? TimeOf(UploadMetadata metadata) =>
        metadata["modifiedAt"] is { } text
            ? DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUniversalTime()
                : throw Problem.BadRequest("\"modifiedAt\" is a time as RFC 3339 writes it, for instance 2026-01-31T12:00:00Z.")
            : DavHeaders.ParseSeconds(metadata["mtime"] ?? "");
}
