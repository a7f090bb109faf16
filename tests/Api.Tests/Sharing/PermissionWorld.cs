using System.Net;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Sharing;

/// <summary>One owner's drive, three accounts to which parts of it are shared, and the model of both.</summary>
internal sealed class PermissionWorld
{
    private const int MaxNodes = 24;

    /// <summary>After how many steps the index is waited for, so that also what is not found would be noticed.</summary>
    private const int CompleteSearchEach = 10;

    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;
    private static readonly string[] Accesses = ["none", "read", "write", "admin"];

    private readonly Session _owner;
    private readonly Session[] _others;
    private readonly PermissionModel _model;
    private readonly Random _random;
    private readonly Dictionary<string, FeedFollower> _followers;

    /// <summary>Places in accounts' trees, by account and what is shown there.</summary>
    private readonly Dictionary<(string Account, ModelNode Target), Guid> _mounts = [];

    private readonly LinkAndSearchDoors _doors;
    private int _names;
    private int _checks;

    private PermissionWorld(RealHost host, Session owner, Session[] others, int seed)
    {
        _owner = owner;
        _others = others;
        _random = new Random(seed);
        _model = new PermissionModel(owner.Account.DriveId, owner.Email);
        _doors = new LinkAndSearchDoors(host, owner, _model);
        _followers = others.ToDictionary(session => session.Email, session => new FeedFollower(session));
    }

    public string LastStep { get; private set; } = "";

    public static async Task<PermissionWorld> CreateAsync(RealHost host, Session[] others, int seed)
    {
        var owner = await host.MakeAccountAsync();
        var world = new PermissionWorld(host, owner, others, seed);
        var group = await Session.ReadAsync(
            await owner.PostAsync("/groups", new GroupRequest { Name = "all of them" }, Json.GroupRequest), HttpStatusCode.Created, Json.GroupBody);
        world._model.Group = group.Id.ToString("D");
        return world;
    }

    public async Task StepAsync()
    {
        var actor = _random.Next(3) == 0 ? _others[_random.Next(_others.Length)] : _owner;
        await (_random.Next(21) switch
        {
            < 5 => MakeAsync(actor),
            < 8 => MoveAsync(actor),
            < 10 => TrashAsync(actor),
            10 => RestoreAsync(actor),
            11 => PurgeAsync(),
            < 16 => ShareAsync(actor),
            16 => UnshareAsync(actor),
            17 => JoinOrLeaveAsync(),
            18 => LinkAsync(actor),
            _ => MountAsync(_others[_random.Next(_others.Length)]),
        });
    }

    public async Task CheckAsync(string context)
    {
        foreach (var session in _others.Append(_owner))
        {
            foreach (var node in _model.Nodes)
            {
                await CheckDoorsAsync(session, node, context);
            }
        }

        foreach (var session in _others)
        {
            await _followers[session.Email].FollowAsync();
            await CheckMountsAsync(session, context);
        }

        await _doors.CheckLinksAsync(context);
        var isComplete = ++_checks % CompleteSearchEach == 0;
        foreach (var session in _others.Append(_owner))
        {
            var mounts = _mounts.Where(mount => mount.Key.Account == session.Email).ToDictionary(mount => mount.Value, mount => mount.Key.Target);
            await _doors.CheckSearchAsync(session, mounts, isComplete, context);
        }
    }

    private async Task CheckDoorsAsync(Session session, ModelNode node, string context)
    {
        var sees = _model.MayRead(session.Email, node);
        var expected = sees ? HttpStatusCode.OK : HttpStatusCode.NotFound;
        var doors = node.IsFolder
            ? new[] { $"/items/{node.Id}" }
            : [$"/items/{node.Id}", $"/items/{node.Id}/content", $"/items/{node.Id}/versions"];
        foreach (var door in doors)
        {
            var answer = await session.GetAsync(door);
            Assert.True(expected == answer.StatusCode, $"{context}: {Who(session)} gets {answer.StatusCode} of {node.Name} at {door}");
        }

        if (node.IsFolder && !node.IsTrashed && sees)
        {
            var answer = await session.GetAsync($"/items/{node.Id}/children");
            var page = await Session.ReadAsync(answer, HttpStatusCode.OK, Json.ItemPageBody);
            var children = _model.Nodes
                .Where(child => child.Parent == node && !child.IsTrashed && _model.MayRead(session.Email, child)).Select(child => child.Name);
            Assert.True(
                children.Order(StringComparer.Ordinal).SequenceEqual(page.Items.Select(item => item.Name)),
                $"{context}: {Who(session)} lists {node.Name} as {string.Join(", ", page.Items.Select(item => item.Name))}");
        }
    }

    private async Task CheckMountsAsync(Session session, string context)
    {
        foreach (var ((account, target), mountId) in _mounts.Where(mount => mount.Key.Account == session.Email).ToList())
        {
            if (!_model.MayRead(account, target))
            {
                // Whoever looks clears it away, and it does not come back by itself.
                Assert.Empty(_followers[account].Below(mountId));
                _mounts.Remove((account, target));
                continue;
            }

            if (target.IsTrashed)
            {
                continue;
            }

            // What has a place of its own is told there, with all below it.
            var elsewhere = _mounts.Keys.Where(mount => mount.Account == account && mount.Target != target && !mount.Target.IsTrashed
                && _model.MayRead(account, mount.Target)).Select(mount => mount.Target).ToList();
            var expected = _model.Nodes.Where(node => node != target && _model.SeesBelow(account, target, node)
                    && !node.Way.TakeWhile(step => step != target).Any(elsewhere.Contains))
                .ToDictionary(node => node.Id, node => $"{node.Name} {(node.IsTrashed ? "trashed" : "live")}");
            var told = _followers[account].Below(mountId);
            Assert.True(
                expected.Count == told.Count && expected.All(one => told.GetValueOrDefault(one.Key) == one.Value),
                $"{context}: {Who(session)} is told below {target.Name}: {string.Join(", ", told.Values.Order())}; should be {string.Join(", ", expected.Values.Order())}");

            var trash = await Session.ReadAsync(
                await session.GetAsync($"/trash?path=/{mountId:N}"), HttpStatusCode.OK, Json.ItemPageBody);
            var deleted = _model.Nodes.Where(node => node != target && node.IsTrashed && _model.SeesBelow(account, target, node)).Select(node => node.Name);
            Assert.True(
                deleted.Order().SequenceEqual(trash.Items.Select(item => item.Name).Order()),
                $"{context}: {Who(session)} sees in the trash below {target.Name}: {string.Join(", ", trash.Items.Select(item => item.Name))}");
        }
    }

    private async Task MakeAsync(Session actor)
    {
        if (_model.Nodes.Count >= MaxNodes)
        {
            return;
        }

        var parent = Pick(_model.Nodes.Where(node => node.IsFolder).Append(_model.Root));
        var name = $"n{_names++}";
        var isFolder = _random.Next(2) == 0;
        LastStep = $"{Who(actor)} makes {name} in {parent.Name}";
        var may = _model.MayChange(actor.Email, parent) && PermissionModel.IsLive(parent);
        var made = isFolder ? await MakeFolderAsync(actor, parent, name) : await PutAsync(actor, parent, name);
        Assert.True(may == made is not null, LastStep);
        if (made is not null)
        {
            _model.Nodes.Add(new ModelNode(made.Id, parent, name, isFolder));
        }
    }

    private async Task MoveAsync(Session actor)
    {
        if (PickOrNone(_model.Nodes) is not { } node)
        {
            return;
        }

        var parent = Pick(_model.Nodes.Where(one => one.IsFolder).Append(_model.Root));
        var name = _random.Next(3) == 0 ? $"n{_names++}" : node.Name;
        LastStep = $"{Who(actor)} moves {node.Name} to {parent.Name}/{name}";
        var may = PermissionModel.IsLive(node) && PermissionModel.IsLive(parent) && !parent.Way.Contains(node)
            && _model.MayChange(actor.Email, node) && _model.MayChange(actor.Email, node.Parent!) && _model.MayChange(actor.Email, parent)
            && (_model.ChildOf(parent, name) is null || _model.ChildOf(parent, name) == node);
        var answer = await actor.PostAsync(
            $"/items/{node.Id}/move", new PlaceRequest { ParentId = parent.Id, Name = name }, Json.PlaceRequest);
        Assert.True(may == answer.IsSuccessStatusCode, $"{LastStep}: {answer.StatusCode}");
        if (may)
        {
            (node.Parent, node.Name) = (parent, name);
        }
    }

    private async Task TrashAsync(Session actor)
    {
        if (PickOrNone(_model.Nodes.Where(PermissionModel.IsLive)) is not { } node)
        {
            return;
        }

        LastStep = $"{Who(actor)} deletes {node.Name}";
        var may = _model.MayChange(actor.Email, node) && _model.MayChange(actor.Email, node.Parent!);
        var answer = await actor.SendAsync(HttpMethod.Delete, $"/items/{node.Id}");
        Assert.True(may == answer.IsSuccessStatusCode, $"{LastStep}: {answer.StatusCode}");
        node.IsTrashed = may;
    }

    private async Task RestoreAsync(Session actor)
    {
        if (PickOrNone(_model.Nodes.Where(node => node.IsTrashed && PermissionModel.Exists(node))) is not { } node)
        {
            return;
        }

        LastStep = $"{Who(actor)} restores {node.Name}";
        var may = _model.MayChange(actor.Email, node) && _model.MayChange(actor.Email, node.Parent!)
            && PermissionModel.IsLive(node.Parent!) && _model.ChildOf(node.Parent!, node.Name) is null;
        var answer = await actor.SendAsync(HttpMethod.Post, $"/trash/{node.Id}/restore");
        Assert.True(may == answer.IsSuccessStatusCode, $"{LastStep}: {answer.StatusCode}");
        node.IsTrashed = !may;
    }

    private async Task PurgeAsync()
    {
        if (PickOrNone(_model.Nodes.Where(node => node.IsTrashed && PermissionModel.Exists(node))) is not { } node)
        {
            return;
        }

        LastStep = $"the owner purges {node.Name}";
        Assert.Equal(HttpStatusCode.NoContent, (await _owner.SendAsync(HttpMethod.Delete, $"/trash/{node.Id}")).StatusCode);
        node.IsPurged = true;
        _model.Nodes.RemoveAll(one => !PermissionModel.Exists(one));
    }

    private async Task ShareAsync(Session actor)
    {
        if (PickOrNone(_model.Nodes) is not { } node)
        {
            return;
        }

        var (key, request) = Grantee();
        request = request with { Access = key == "everyone" ? "none" : Pick(Accesses) };
        LastStep = $"{Who(actor)} gives {key} {request.Access} on {node.Name}";
        var may = _model.MayShare(actor.Email, node) && key != actor.Email
            && (key != _model.Group || actor == _owner || _model.Members.Contains(actor.Email));
        var answer = await actor.SendAsync(HttpMethod.Put, $"/items/{node.Id}/shares", Session.Body(request, Json.ShareRequest));
        Assert.True(may == answer.IsSuccessStatusCode, $"{LastStep}: {answer.StatusCode}");
        if (may)
        {
            node.Grants[key] = request.Access;
        }
    }

    private async Task UnshareAsync(Session actor)
    {
        if (PickOrNone(_model.Nodes.Where(node => node.Grants.Keys.Any(key => !key.StartsWith("link ", StringComparison.Ordinal)))) is not { } node)
        {
            return;
        }

        var shares = await Session.ReadAsync(
            await _owner.GetAsync($"/items/{node.Id}/shares"), HttpStatusCode.OK, Json.ShareListBody);
        var share = Pick(shares.Shares.Where(one => one.ItemId == node.Id && one.Grantee.Kind != "link"));
        LastStep = $"{Who(actor)} takes back what {share.Grantee.Name} has on {node.Name}";
        var answer = await actor.SendAsync(HttpMethod.Delete, $"/items/{node.Id}/shares/{share.Grantee.Id}");
        Assert.True(_model.MayShare(actor.Email, node) == answer.IsSuccessStatusCode, $"{LastStep}: {answer.StatusCode}");
        if (answer.IsSuccessStatusCode)
        {
            node.Grants.Remove(share.Grantee.Kind == "group" ? _model.Group : share.Grantee.Kind == "person" ? share.Grantee.Name : "everyone");
        }
    }

    private async Task JoinOrLeaveAsync()
    {
        var session = _others[_random.Next(_others.Length)];
        if (_model.Members.Remove(session.Email))
        {
            LastStep = $"{Who(session)} leaves the group";
            await _owner.SendAsync(HttpMethod.Delete, $"/groups/{_model.Group}/members/{session.Account.UserId}");
            return;
        }

        LastStep = $"{Who(session)} joins the group";
        await _owner.PostAsync(
            $"/groups/{_model.Group}/members", new GroupMemberRequest { Email = session.Email }, Json.GroupMemberRequest);
        _model.Members.Add(session.Email);
    }

    private async Task LinkAsync(Session actor)
    {
        if (PickOrNone(_model.Nodes) is { } node)
        {
            LastStep = await _doors.MakeOrRevokeAsync(actor, Who(actor), node);
        }
    }

    private async Task MountAsync(Session actor)
    {
        if (PickOrNone(_model.Nodes.Where(node => node.IsFolder && PermissionModel.IsLive(node) && _model.MayRead(actor.Email, node)
            && !_mounts.ContainsKey((actor.Email, node)))) is not { } node)
        {
            return;
        }

        LastStep = $"{Who(actor)} mounts {node.Name}";
        var mount = await Session.ReadAsync(
            await actor.PostAsync($"/shared/{node.Id}/mount", new PlaceRequest { Path = $"/n{_names++}" }, Json.PlaceRequest),
            HttpStatusCode.Created,
            Json.ItemBody);
        var named = await actor.PostAsync($"/items/{mount.Id}/move", new PlaceRequest { Path = $"/{mount.Id:N}" }, Json.PlaceRequest);
        Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        _mounts[(actor.Email, node)] = mount.Id;
    }

    private static async Task<ItemBody?> MakeFolderAsync(Session actor, ModelNode parent, string name) => await BodyAsync(
        await actor.PostAsync("/folders", new MakeFolderRequest { ParentId = parent.Id, Name = name }, Json.MakeFolderRequest));

    private static async Task<ItemBody?> PutAsync(Session actor, ModelNode parent, string name)
    {
        var batch = TestBatch.Of(parent.Id, name, [1]);
        var answer = await actor.SendAsync(HttpMethod.Post, "/batch", batch);
        return await TestBatch.ItemAsync(answer);
    }

    private static async Task<ItemBody?> BodyAsync(HttpResponseMessage answer) => answer.IsSuccessStatusCode
        ? await Session.ReadAsync(answer, answer.StatusCode, Json.ItemBody)
        : null;

    private (string Key, ShareRequest Request) Grantee()
    {
        var draw = _random.Next(6);
        if (draw < 4)
        {
            var email = _others[_random.Next(_others.Length)].Email;
            return (email, new ShareRequest { Email = email, Access = "" });
        }

        return draw == 4
            ? (_model.Group, new ShareRequest { GroupId = Guid.Parse(_model.Group), Access = "" })
            : ("everyone", new ShareRequest { Everyone = true, Access = "" });
    }

    private string Who(Session session) => session == _owner ? "the owner" : $"account {Array.IndexOf(_others, session)}";

    private T Pick<T>(IEnumerable<T> of)
    {
        var all = of.ToList();
        return all[_random.Next(all.Count)];
    }

    private ModelNode? PickOrNone(IEnumerable<ModelNode> of)
    {
        var all = of.ToList();
        return all.Count == 0 ? null : all[_random.Next(all.Count)];
    }
}
