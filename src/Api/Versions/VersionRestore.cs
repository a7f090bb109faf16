using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Files;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Core.Auditing;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Versions;

/// <summary>Makes a new version of old content; nothing is taken back.</summary>
internal sealed class VersionRestore(VersionReads reads, ItemCopy copy, FileCommitter committer, Audit audit)
{
    public async Task RestoreAsync(HttpContext context)
    {
        var file = await MakeAsync(context);
        context.Response.Headers.ETag = $"\"{file.Entry.Etag}\"";
        await JsonAnswer.WriteAsync(
            context,
            StatusCodes.Status200OK,
            ItemBodies.Of(file.Entry, file.Path),
            ContractsJsonContext.Default.ItemBody);
    }

    /// <summary>Makes a new version of the one that the address names.</summary>
    /// <exception cref="Problems.ProblemException">It was not made.</exception>
    public async Task<CommittedFile> MakeAsync(HttpContext context)
    {
        var (item, version) = await reads.FindVersionAsync(context);
        var operationId = OperationKey.Of(context);
        var terms = new VersionTerms
        {
            Precondition = PutHeaders.Precondition(context.Request),
            ModifiedAt = version.ModifiedAt,
            Executable = version.Executable,
            FixedIds = (item.EntryId, OperationKey.Step(operationId, "restore", item.EntryId)),
        };
        var act = new AuditAct(AuditKind.VersionRestored) { OwnerId = item.View?.OwnerId, DriveId = item.DriveId, ItemId = item.EntryId }
            .With("version", $"{version.Number}");
        return await audit.AroundAsync(context, act, () => committer.PutAsync(
            Caller.Of(context),
            new FilePlace.Existing(item.Entry.Id),
            terms,
            (reference, cancellationToken) => copy.ReferAsync(version, reference, cancellationToken),
            context.RequestAborted));
    }
}
