using FileStorage.Api.Accounts;
using FileStorage.Api.Chunks;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Chunks;
using FileStorage.Grains.Interfaces.Drives;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Links;

/// <summary>
/// Stores what visitors send, on the one commit path. The bytes count to the owner's quota, of which visitors hear nothing but that there is no room;
/// how many files come from one address is bounded, and so is how many large ones come at the same time.
/// </summary>
internal sealed class LinkUploads(
    IGrainFactory grains,
    FileCommitter committer,
    ContentWriter writer,
    ChunkIntake intake,
    QuotaGate quota,
    TimeProvider clock,
    IOptions<LinkOptions> options) : IDisposable
{
    private readonly AttemptThrottle _uploads = new(options.Value.MaxUploads, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);
    private readonly SemaphoreSlim _large = new(options.Value.LargeUploads);

    public void Dispose() => _large.Dispose();

    /// <summary>Counts something new that a visitor makes.</summary>
    /// <exception cref="ProblemException">429.</exception>
    public void Count(LinkVisitor visitor)
    {
        if (_uploads.Enter($"{visitor.Link.LinkId:N} {visitor.Reader}") is { } wait)
        {
            throw Problem.TooManyAttempts(wait);
        }
    }

    /// <summary>Stores a body as a version of the file at a place.</summary>
    /// <exception cref="ProblemException">Nothing was stored.</exception>
    public async Task<CommittedFile> PutAsync(
        LinkVisitor visitor,
        FilePlace place,
        VersionTerms terms,
        VisitorBody body,
        CancellationToken cancellationToken)
    {
        if ((visitor.Rights & (Rights.Create | Rights.Change)) == 0)
        {
            throw Problem.Forbidden("This link does not let you change anything.");
        }

        Count(visitor);
        return await TellNothingOfTheQuotaAsync(() => committer.PutAsync(
            visitor, place, terms, (reference, token) => StoreAsync(visitor, body, reference, token), cancellationToken));
    }

    /// <summary>
    /// Stores a body as a new file of a folder, under the name that was given or one made from it: nothing tells which.
    /// </summary>
    /// <exception cref="ProblemException">Nothing was stored.</exception>
    public async Task<CommittedFile> DropAsync(
        LinkVisitor visitor,
        TreeItem folder,
        string name,
        Guid? operationId,
        VisitorBody body,
        CancellationToken cancellationToken)
    {
        if (!folder.Rights.HasFlag(Rights.Create))
        {
            throw Problem.Forbidden("This link does not let you put anything here.");
        }

        Count(visitor);
        var terms = new VersionTerms { Precondition = new FilePrecondition { Absent = true }, OperationId = operationId };
        var content = new StoredOnce((reference, token) => StoreAsync(visitor, body, reference, token), intake);
        foreach (var candidate in FreeNames.Of(name))
        {
            if (await IsTakenAsync(folder, candidate, cancellationToken))
            {
                continue;
            }

            try
            {
                return await TellNothingOfTheQuotaAsync(() => committer.PutAsync(
                    visitor, new FilePlace.In(folder.EntryId, candidate), terms, content.HoldAsync, cancellationToken));
            }
            catch (ProblemException problem) when (problem.Problem.Type is ProblemTypes.NameTaken or ProblemTypes.PreconditionFailed or ProblemTypes.NotPossible)
            {
                // Somebody was faster: the next name.
            }
        }

        throw Problem.Unavailable();
    }

    // Asked in the server's own name: the visitor does not see the folder, and does not hear what was found.
    private async Task<bool> IsTakenAsync(TreeItem folder, string name, CancellationToken cancellationToken) =>
        await grains.GetGrain<IDriveGrain>(folder.DriveId).LookUpAsync(folder.EntryId, name, cancellationToken) is { Entry: not null };

    private async Task<StoredContent> StoreAsync(
        LinkVisitor visitor, VisitorBody body, ChunkReference reference, CancellationToken cancellationToken)
    {
        var terms = new BodyTerms
        {
            ContentLength = body.Length,
            Room = await quota.GetRoomAsync(reference.Owner, body.Length, cancellationToken),
            Sha256 = body.Sha256,
            Checksum = body.Checksum,
        };
        terms.Room.Require(body.Length ?? 0);
        if (body.Length <= ContentWriter.SmallBodyBytes)
        {
            return await writer.WriteAsync(body.Body, terms, reference, cancellationToken);
        }

        await _large.WaitAsync(cancellationToken);
        try
        {
            var content = await writer.WriteAsync(body.Body, terms, reference, cancellationToken);
            await visitor.RequireStillValidAsync(cancellationToken);
            return content;
        }
        finally
        {
            _large.Release();
        }
    }

    private static async Task<CommittedFile> TellNothingOfTheQuotaAsync(Func<Task<CommittedFile>> store)
    {
        try
        {
            return await store();
        }
        catch (ProblemException problem) when (problem.Problem.Type == ProblemTypes.QuotaExceeded)
        {
            throw Problem.NoRoom(problem);
        }
    }
}
