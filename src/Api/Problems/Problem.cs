using FileStorage.Api.Contracts.Problems;
using FileStorage.Core.Chunks;

namespace FileStorage.Api.Problems;

/// <summary>Every error that the gateway answers, in one place: its type, its status, its words.</summary>
internal static class Problem
{
    public static ProblemException BadRequest(string detail, Exception? cause = null) =>
        new(Body(ProblemTypes.BadRequest, 400, "The request cannot be read", detail), cause);

    public static ProblemException InvalidName(string detail) =>
        new(Body(ProblemTypes.InvalidName, 400, "The name cannot be", detail));

    public static ProblemException BodyCutOff(string detail, Exception? cause = null) =>
        new(Body(ProblemTypes.BodyCutOff, 400, "The body ended early", detail), cause);

    public static ProblemException Unauthenticated() => new(Body(
        ProblemTypes.Unauthenticated, 401, "Not signed in",
        "Send \"Authorization: Bearer TOKEN\" with the token of a device that is not revoked; POST /api/v1/sign-in makes one."));

    public static ProblemException WrongCredentials() =>
        new(Body(ProblemTypes.WrongCredentials, 401, "Wrong credentials", "The e-mail address or the password is wrong."));

    public static ProblemException PasswordRequired(string detail) =>
        new(Body(ProblemTypes.PasswordRequired, 401, "The link asks for a password", detail));

    public static ProblemException Forbidden(string detail) =>
        new(Body(ProblemTypes.Forbidden, 403, "Not allowed", detail));

    public static ProblemException RegistrationRefused(string detail) =>
        new(Body(ProblemTypes.RegistrationRefused, 403, "The registration is refused", detail));

    public static ProblemException DeletionsHeld() => new(Body(
        ProblemTypes.DeletionsHeld, 403, "Too much is deleted at once",
        "This client deletes a large part of the files at once, so nothing more is deleted until the owner of the files has said that it is meant: filestorage deletions."));

    public static ProblemException NotFound(string detail) =>
        new(Body(ProblemTypes.NotFound, 404, "Not found", detail));

    public static ProblemException ParentMissing() => new(Body(
        ProblemTypes.ParentMissing, 409, "The folder does not exist",
        "The folder that it should go into does not exist; make it first, or add ?parents=true where the operation takes it."));

    public static ProblemException NameTaken(string currentEtag) => new(
        Body(ProblemTypes.NameTaken, 409, "The name is taken", "An item of that name is there.") with { CurrentEtag = currentEtag });

    public static ProblemException Cycle() =>
        new(Body(ProblemTypes.Cycle, 409, "A folder cannot go into itself", "The place lies inside of the folder that is to go there."));

    public static ProblemException TooDeep() =>
        new(Body(ProblemTypes.TooDeep, 409, "Too deep", "The path would have more than 128 names."));

    public static ProblemException NotPossible(string detail) =>
        new(Body(ProblemTypes.NotPossible, 409, "Not possible with this item", detail));

    public static ProblemException EmailTaken() =>
        new(Body(ProblemTypes.EmailTaken, 409, "The e-mail address is taken", "This e-mail address has an account; sign in instead."));

    public static ProblemException MissingChunks(IReadOnlyList<ChunkId> missing) => new(
        Body(ProblemTypes.MissingChunks, 409, "Chunks are missing", "Send the chunks that \"missing\" names, then complete again.")
            with
        { Missing = missing });

    public static ProblemException UndeclaredChunk() => new(Body(
        ProblemTypes.UndeclaredChunk, 409, "The chunk was not declared", "This chunk is not in the manifest of the upload."));

    public static ProblemException UploadExpired() => new(Body(
        ProblemTypes.UploadExpired, 409, "The upload has expired", "Its chunks may be gone; declare the upload again."));

    public static ProblemException Resync() => new(Body(
        ProblemTypes.Resync, 410, "The cursor is too old",
        "What happened since then is not known any more; read the changes again without a cursor."));

    public static ProblemException WentBack() => new(Body(
        ProblemTypes.WentBack, 410, "The server went back in time",
        "It was restored from a backup: read the changes again without a cursor, and keep what is newer than what they tell."));

    public static ProblemException HistoryForgotten() => new(Body(
        ProblemTypes.HistoryForgotten, 410, "The journal does not reach that moment",
        "What happened since then is not known any more, or the number is not there yet; choose a later moment."));

    public static ProblemException PreconditionFailed(string? currentEtag) => new(
        Body(
            ProblemTypes.PreconditionFailed, 412, "The precondition does not hold",
            currentEtag is null ? "There is no such item yet." : "The item is not in the state that the request expects.")
            with
        { CurrentEtag = currentEtag });

    public static ProblemException TooLarge(string detail, Exception? cause = null) =>
        new(Body(ProblemTypes.TooLarge, 413, "Too large", detail), cause);

    public static ProblemException UnsupportedMediaType(string expected) => new(Body(
        ProblemTypes.UnsupportedMediaType, 415, "Unsupported media type", $"This address takes {expected}."));

    public static ProblemException RangeNotSatisfiable(long sizeBytes) => new(Body(
        ProblemTypes.RangeNotSatisfiable, 416, "The range lies outside of the content", $"The content has {sizeBytes} bytes."));

    public static ProblemException HashMismatch(string detail) =>
        new(Body(ProblemTypes.HashMismatch, 422, "The bytes are not what their hash says", detail));

    public static ProblemException TooManyAttempts(TimeSpan retryAfter) => new(Body(
        ProblemTypes.TooManyAttempts, 429, "Too many attempts", "Wait as long as Retry-After says, then try again."))
    {
        RetryAfter = retryAfter,
    };

    public static ProblemException Locked() => new(Body(
        ProblemTypes.Locked, 423, "Locked", "A lock stands in the way; the request does not bring its token."));

    /// <summary>Another request has taken an upload over, or is about to end.</summary>
    public static ProblemException UploadBusy(Exception? cause = null) => new(
        Body(ProblemTypes.Locked, 423, "Another request writes", "Another request of this upload is at work; ask for the offset and go on from there."), cause)
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static ProblemException TooManyUploads(int most) => new(Body(
        ProblemTypes.TooManyUploads, 429, "Too many uploads", $"{most} uploads into this drive are under way; finish some, or give them up."))
    {
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    public static ProblemException MismatchingOffset(long expected, long provided) => new(
        Body(
            ProblemTypes.MismatchingUploadOffset, 409, "The offset is another",
            $"{expected} bytes have come, and the request goes on behind {provided}.")
            with
        { ExpectedOffset = expected, ProvidedOffset = provided });

    public static ProblemException InconsistentLength(string detail) =>
        new(Body(ProblemTypes.InconsistentUploadLength, 400, "The length is another", detail));

    /// <summary>What tus answers where a part of an upload is not what its checksum says.</summary>
    public static ProblemException ChecksumMismatch(string detail) =>
        new(Body(ProblemTypes.HashMismatch, 460, "The bytes are not what their hash says", detail));

    /// <summary>A request in a version of tus that is not spoken here.</summary>
    public static ProblemException UnknownTusVersion() => new(Body(
        ProblemTypes.UnsupportedVersion, 412, "Not a version of this server", "Tus-Version tells which versions of tus are spoken here."));

    public static ProblemException DepthNotServed() => new(Body(
        ProblemTypes.DepthNotServed, 403, "Not served to any depth", "Ask with \"Depth: 0\" or \"Depth: 1\"."));

    public static ProblemException MethodNotAllowed(string detail) =>
        new(Body(ProblemTypes.MethodNotAllowed, 405, "Not a method of this address", detail));

    public static ProblemException TooManyConnections() => new(Body(
        ProblemTypes.TooManyConnections, 429, "Too many connections", "Too many connections of this device or user wait for changes; close some."))
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static ProblemException DamagedContent(Exception? cause = null) => new(
        Body(
            ProblemTypes.DamagedContent, 500, "Stored bytes are damaged",
            "The server found stored bytes damaged and did not deliver them. Tell its administrator."),
        cause);

    public static ProblemException Unavailable(Exception? cause = null) => new(
        Body(ProblemTypes.Unavailable, 503, "The server is busy", "The server is busy or restarting; try again in a moment."), cause)
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static ProblemException QuotaExceeded(long usedBytes, long quotaBytes) => new(
        Body(
            ProblemTypes.QuotaExceeded, 507, "The quota is used up",
            $"{usedBytes} of {quotaBytes} bytes are used, old versions and trash included; purge some, or ask for more.")
            with
        { UsedBytes = usedBytes, QuotaBytes = quotaBytes });

    /// <summary>A quota for those who are not to know whose it is and how large.</summary>
    public static ProblemException NoRoom(Exception? cause = null) =>
        new(Body(ProblemTypes.QuotaExceeded, 507, "There is no room", "There is no room for this file; nothing was stored."), cause);

    public static ProblemException StorageFull(Exception? cause = null) => new(
        Body(ProblemTypes.StorageFull, 507, "The server's disk is full", "The server's disk is full up to its reserve; nothing was stored."),
        cause);

    public static ProblemBody InternalError() => Body(
        ProblemTypes.InternalError, 500, "A fault of the server", "The server failed; nothing was acknowledged. Its log says more.");

    /// <summary>The problem for a status that something outside of our code has set, for instance routing.</summary>
    public static ProblemBody OfStatus(int status) => status switch
    {
        401 => Unauthenticated().Problem,
        404 => Body(ProblemTypes.NotFound, 404, "Not found", "There is nothing at this address; /openapi/v1.json lists what there is."),
        405 => Body(ProblemTypes.MethodNotAllowed, 405, "Not a method of this address", "The Allow header lists the methods of this address."),
        408 => Body(ProblemTypes.BodyCutOff, 408, "The body came too slowly", "The body did not arrive in time; nothing was stored."),
        413 => TooLarge("The body is larger than this address takes.").Problem,
        414 or 431 => Body(ProblemTypes.BadRequest, status, "The request cannot be read", "The address or the headers are too long."),
        415 => UnsupportedMediaType("application/json").Problem,
        >= 500 => InternalError() with { Status = status },
        _ => Body(ProblemTypes.BadRequest, status, "The request cannot be read", "The request cannot be read."),
    };

    private static ProblemBody Body(string type, int status, string title, string detail) =>
        new() { Type = type, Status = status, Title = title, Detail = detail };
}
