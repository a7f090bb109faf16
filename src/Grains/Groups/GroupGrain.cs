using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Groups;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Groups;

/// <inheritdoc cref="IGroupGrain"/>
// Members are listed before they get rights, and lose them before they leave the list: whoever has rights is on the list at any instant.
[GrainType("group")]
internal sealed class GroupGrain(
    [PersistentState("group", MetadataServices.DocumentStorage)] IPersistentState<GroupDocument> document) : Grain, IGroupGrain
{
    private Guid GroupId => this.GetPrimaryKey();

    private bool IsThere => document.RecordExists && !document.State.IsDeleted;

    public async Task<GroupDescription> CreateAsync(Guid ownerId, string name, CancellationToken cancellationToken)
    {
        if (!document.RecordExists)
        {
            document.State = new GroupDocument { Name = name, OwnerId = ownerId };
            await document.WriteOrRetireAsync(this);
        }

        await AddAsync(ownerId, cancellationToken);
        return Describe();
    }

    public Task<GroupDescription?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(IsThere ? Describe() : null);

    public async Task<GroupDescription?> RenameAsync(string name, CancellationToken cancellationToken)
    {
        if (!IsThere)
        {
            return null;
        }

        document.State.Name = name;
        await document.WriteOrRetireAsync(this);
        return Describe();
    }

    public async Task<bool> AddAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (!IsThere)
        {
            return false;
        }

        var isNew = !document.State.MemberIds.Contains(userId);
        if (isNew)
        {
            if (document.State.MemberIds.Count >= IGroupGrain.MaxMembers)
            {
                return false;
            }

            document.State.MemberIds.Add(userId);
            await document.WriteOrRetireAsync(this);
        }

        if (await User(userId).JoinGroupAsync(GroupId, cancellationToken))
        {
            return true;
        }

        await ForgetAsync(userId);
        return false;
    }

    public async Task RemoveAsync(Guid userId, CancellationToken cancellationToken)
    {
        await User(userId).LeaveGroupAsync(GroupId, cancellationToken);
        await ForgetAsync(userId);
    }

    public async Task<bool> HandOverAsync(Guid ownerId, CancellationToken cancellationToken)
    {
        if (!IsThere || !document.State.MemberIds.Contains(ownerId))
        {
            return false;
        }

        document.State.OwnerId = ownerId;
        await document.WriteOrRetireAsync(this);
        return true;
    }

    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        if (!document.RecordExists)
        {
            return;
        }

        document.State.IsDeleted = true;
        await document.WriteOrRetireAsync(this);
        foreach (var userId in document.State.MemberIds.ToList())
        {
            await RemoveAsync(userId, cancellationToken);
        }
    }

    private async Task ForgetAsync(Guid userId)
    {
        if (document.State.MemberIds.Remove(userId))
        {
            await document.WriteOrRetireAsync(this);
        }
    }

    private IUserGrain User(Guid userId) => GrainFactory.GetGrain<IUserGrain>(userId);

    private GroupDescription Describe() => new()
    {
        GroupId = GroupId,
        Name = document.State.Name,
        OwnerId = document.State.OwnerId,
        MemberIds = [.. document.State.MemberIds],
    };
}
