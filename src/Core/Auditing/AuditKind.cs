namespace FileStorage.Core.Auditing;

/// <summary>What happened. The numbers are stored.</summary>
public enum AuditKind
{
    SignedIn = 1,
    SignInFailed = 2,
    SignedOut = 3,
    DeviceRevoked = 4,
    Registered = 5,
    PasswordChanged = 6,

    ShareMade = 10,
    ShareChanged = 11,
    ShareRevoked = 12,
    ShareLeft = 13,

    GroupMade = 20,
    GroupRenamed = 21,
    GroupDeleted = 22,
    GroupMemberAdded = 23,
    GroupMemberRemoved = 24,
    GroupHandedOver = 25,

    LinkMade = 30,
    LinkChanged = 31,
    LinkRevoked = 32,

    /// <summary>Somebody tried to open a link with a wrong password.</summary>
    LinkRefused = 33,

    RestoredFromTrash = 40,
    VersionRestored = 41,
    Rewound = 42,

    Purged = 50,
    TrashEmptied = 51,

    /// <summary>A client deleted too much at once, and deletes nothing since.</summary>
    DeletionHeld = 52,
    DeletionAllowed = 53,
    DeletionDismissed = 54,

    TransferOffered = 60,
    TransferWithdrawn = 61,
    Transferred = 62,

    InviteMade = 70,
    QuotaSet = 71,
    AdministratorsChanged = 72,
    KeysRotated = 73,
    Checked = 74,
    Scrubbed = 75,
    Collected = 76,
    IndexRebuilt = 77,
    BackedUp = 78,
    ChunksMoved = 79,

    AccountExported = 80,
    AccountDeletionBegun = 81,
    AccountDeleted = 82,
    AuditExported = 83,

    /// <summary>An operator said whose the chunk store is.</summary>
    StoreClaimed = 90,
    Repaired = 91,
}
