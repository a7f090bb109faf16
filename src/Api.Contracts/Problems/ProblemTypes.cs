namespace FileStorage.Api.Contracts.Problems;

/// <summary>The type member of every problem the service answers.</summary>
public static class ProblemTypes
{
    public const string Prefix = "urn:filestorage:problem:";

    /// <summary>400: the request cannot be read (JSON, a header, a parameter).</summary>
    public const string BadRequest = Prefix + "bad-request";

    /// <summary>400: a name or path that cannot be.</summary>
    public const string InvalidName = Prefix + "invalid-name";

    /// <summary>400: the body ended early.</summary>
    public const string BodyCutOff = Prefix + "body-cut-off";

    /// <summary>401: no token, or one that is unknown or revoked.</summary>
    public const string Unauthenticated = Prefix + "unauthenticated";

    /// <summary>401: e-mail or password is wrong.</summary>
    public const string WrongCredentials = Prefix + "wrong-credentials";

    /// <summary>401: the public link asks for a password, and none or a wrong one came.</summary>
    public const string PasswordRequired = Prefix + "password-required";

    /// <summary>403: the account may not do this.</summary>
    public const string Forbidden = Prefix + "forbidden";

    /// <summary>403: the server does not take this registration.</summary>
    public const string RegistrationRefused = Prefix + "registration-refused";

    /// <summary>404: no such item, version, upload or device.</summary>
    public const string NotFound = Prefix + "not-found";

    /// <summary>409: the folder it should go into does not exist.</summary>
    public const string ParentMissing = Prefix + "parent-missing";

    /// <summary>409: an item of that name is there.</summary>
    public const string NameTaken = Prefix + "name-taken";

    /// <summary>409: a folder cannot go into itself.</summary>
    public const string Cycle = Prefix + "cycle";

    /// <summary>409: the path would be too deep.</summary>
    public const string TooDeep = Prefix + "too-deep";

    /// <summary>409: the operation does not fit the item (a folder has no content, the root cannot move).</summary>
    public const string NotPossible = Prefix + "not-possible";

    /// <summary>409: the e-mail address has an account.</summary>
    public const string EmailTaken = Prefix + "email-taken";

    /// <summary>409: the upload lacks chunks; "missing" names them.</summary>
    public const string MissingChunks = Prefix + "missing-chunks";

    /// <summary>409: the chunk is not in the upload's manifest.</summary>
    public const string UndeclaredChunk = Prefix + "undeclared-chunk";

    /// <summary>409: the upload's leases ran out; send the file again.</summary>
    public const string UploadExpired = Prefix + "upload-expired";

    /// <summary>410: the cursor is of another time, or older than the kept journal; read the changes anew without one.</summary>
    public const string Resync = Prefix + "resync";

    /// <summary>
    /// 410: the server was restored from a backup since the cursor was made. Read the changes anew without one; what they do not tell was not
    /// deleted by anybody, and is not to be deleted here.
    /// </summary>
    public const string WentBack = Prefix + "went-back";

    /// <summary>410: the moment is before what the journal still tells, or after the newest change.</summary>
    public const string HistoryForgotten = Prefix + "history-forgotten";

    /// <summary>412: If-Match or If-None-Match does not hold; "currentEtag" is what is there.</summary>
    public const string PreconditionFailed = Prefix + "precondition-failed";

    /// <summary>413: a chunk, file, manifest or body over the limit.</summary>
    public const string TooLarge = Prefix + "too-large";

    /// <summary>415: a content type this address does not take.</summary>
    public const string UnsupportedMediaType = Prefix + "unsupported-media-type";

    /// <summary>405: the address has other methods; the Allow header lists them.</summary>
    public const string MethodNotAllowed = Prefix + "method-not-allowed";

    /// <summary>416: the range lies outside of the content.</summary>
    public const string RangeNotSatisfiable = Prefix + "range-not-satisfiable";

    /// <summary>422 (460 where tus wants it): the bytes are not what their hash says.</summary>
    public const string HashMismatch = Prefix + "hash-mismatch";

    /// <summary>429: too many attempts; Retry-After says when to come again.</summary>
    public const string TooManyAttempts = Prefix + "too-many-attempts";

    /// <summary>429: the device or the user waits for changes on too many connections already.</summary>
    public const string TooManyConnections = Prefix + "too-many-connections";

    /// <summary>403, at the doors of other makers' clients: so much is deleted at once that the owner has to say first whether it is meant.</summary>
    public const string DeletionsHeld = Prefix + "deletions-held";

    /// <summary>429: too many uploads into the drive are under way.</summary>
    public const string TooManyUploads = Prefix + "too-many-uploads";

    /// <summary>409: an upload does not go on where the request begins; "expected-offset" is where it does.</summary>
    public const string MismatchingUploadOffset = "https://iana.org/assignments/http-problem-types#mismatching-upload-offset";

    /// <summary>400: the length of an upload is told in two ways that differ.</summary>
    public const string InconsistentUploadLength = "https://iana.org/assignments/http-problem-types#inconsistent-upload-length";

    /// <summary>412: a version of tus that the server does not speak.</summary>
    public const string UnsupportedVersion = Prefix + "unsupported-version";

    /// <summary>423: another request of the same upload is at work. At the WebDAV doors also: somebody else holds a lock, or the request does not bring its token.</summary>
    public const string Locked = Prefix + "locked";

    /// <summary>403, at the WebDAV doors: a listing of everything below is not served; Depth is 0 or 1.</summary>
    public const string DepthNotServed = Prefix + "depth-not-served";

    /// <summary>500: a fault of the server; nothing was acknowledged.</summary>
    public const string InternalError = Prefix + "internal-error";

    /// <summary>500: stored bytes are damaged and were not delivered.</summary>
    public const string DamagedContent = Prefix + "damaged-content";

    /// <summary>503: the server is busy or restarting; try again.</summary>
    public const string Unavailable = Prefix + "unavailable";

    /// <summary>507: the account's quota.</summary>
    public const string QuotaExceeded = Prefix + "quota-exceeded";

    /// <summary>507: the server's disk.</summary>
    public const string StorageFull = Prefix + "storage-full";
}
