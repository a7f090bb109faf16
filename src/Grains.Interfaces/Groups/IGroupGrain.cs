namespace FileStorage.Grains.Interfaces.Groups;

/// <summary>A named set of accounts, to which things are shared as to one. Keyed by group id.</summary>
[Alias("group"), GrainInterfaceType("group")]
public interface IGroupGrain : IGrainWithGuidKey
{
    const int MaxMembers = 10_000;

    /// <summary>Makes the group with its owner as its first member; safe to repeat.</summary>
    [Alias("create")]
    Task<GroupDescription> CreateAsync(Guid ownerId, string name, CancellationToken cancellationToken = default);

    /// <summary>Null if there is no such group.</summary>
    [Alias("get"), Orleans.Concurrency.ReadOnly]
    Task<GroupDescription?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Null if there is no such group.</summary>
    [Alias("rename")]
    Task<GroupDescription?> RenameAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes an account in; its rights hold on return. False where there is no such group or account, or the group is full. Safe to repeat.
    /// </summary>
    [Alias("add")]
    Task<bool> AddAsync(Guid userId, CancellationToken cancellationToken = default);

    /// <summary>Lets an account go: on return nothing that is shared with the group is open to it any more. Safe to repeat.</summary>
    [Alias("remove")]
    Task RemoveAsync(Guid userId, CancellationToken cancellationToken = default);

    /// <summary>Gives the group another owner. False, and nothing changes, where they are no member. Safe to repeat.</summary>
    [Alias("hand-over")]
    Task<bool> HandOverAsync(Guid ownerId, CancellationToken cancellationToken = default);

    /// <summary>Lets everyone go and forgets the group. Safe to repeat.</summary>
    [Alias("delete")]
    Task DeleteAsync(CancellationToken cancellationToken = default);
}
