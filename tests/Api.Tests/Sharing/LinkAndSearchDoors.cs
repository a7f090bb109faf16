using System.Net;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Contracts.Search;
using FileStorage.Tests.Api.Tests.Hosting;
using FileStorage.Tests.Api.Tests.Links;
using FileStorage.Tests.Api.Tests.Search;

namespace FileStorage.Tests.Api.Tests.Sharing;

/// <summary>The doors of the permission model that show not one item but whatever is found: public links, and search.</summary>
internal sealed class LinkAndSearchDoors(RealHost host, Session owner, PermissionModel model)
{
    private const int MaxLinks = 4;

    private static readonly ContractsJsonContext Json = ContractsJsonContext.Default;

    private readonly List<(Guid Id, ModelNode Target, Visitor Visitor)> _links = [];

    /// <summary>By the name under which the model knows a link.</summary>
    public static string KeyOf(Guid linkId) => $"link {linkId}";

    /// <summary>Makes a link to a node, or takes one back where there are enough.</summary>
    /// <returns>What was done.</returns>
    public async Task<string> MakeOrRevokeAsync(Session actor, string who, ModelNode node)
    {
        if (_links.Count >= MaxLinks)
        {
            var (id, target, _) = _links[0];
            var revoked = await actor.SendAsync(HttpMethod.Delete, $"/links/{id}");
            var may = model.MayShare(actor.Email, target);
            Assert.True(may == revoked.IsSuccessStatusCode || !PermissionModel.Exists(target), $"{who} takes back a link: {revoked.StatusCode}");
            if (revoked.IsSuccessStatusCode || !PermissionModel.Exists(target))
            {
                target.Grants.Remove(KeyOf(id));
                _links.RemoveAt(0);
            }

            return $"{who} takes back the link to {target.Name}";
        }

        var answer = await actor.PostAsync($"/items/{node.Id}/links", new LinkRequest { Access = "read" }, Json.LinkRequest);
        Assert.True(model.MayShare(actor.Email, node) == answer.IsSuccessStatusCode, $"{who} makes a link to {node.Name}: {answer.StatusCode}");
        if (answer.IsSuccessStatusCode)
        {
            var link = await Session.ReadAsync(answer, HttpStatusCode.Created, Json.LinkBody);
            node.Grants[KeyOf(link.Id)] = "read";
            _links.Add((link.Id, node, new Visitor(host.Anonymous, link.Token!)));
        }

        return $"{who} makes a link to {node.Name}";
    }

    /// <summary>What every link shows is what the model says.</summary>
    public async Task CheckLinksAsync(string context)
    {
        foreach (var (id, target, visitor) in _links)
        {
            var isOpen = PermissionModel.IsLive(target) && model.MayRead(KeyOf(id), target);
            var door = await visitor.GetAsync("");
            Assert.True((isOpen ? HttpStatusCode.OK : HttpStatusCode.NotFound) == door.StatusCode, $"{context}: the link to {target.Name} answers {door.StatusCode}");
            if (isOpen && target.IsFolder)
            {
                await CheckFolderAsync(visitor, KeyOf(id), target, "/", context);
            }
        }
    }

    /// <summary>
    /// Nothing is found that its finder may not see at this moment; and where <paramref name="isComplete"/>, all of it is found as soon as the index
    /// has caught up.
    /// </summary>
    public async Task CheckSearchAsync(Session session, IReadOnlyDictionary<Guid, ModelNode> mounts, bool isComplete, string context)
    {
        var query = $"q=n&in=name&limit=100&owner={(session == owner ? "me" : owner.Account.UserId.ToString())}";
        var expected = model.Nodes.Where(node => PermissionModel.IsLive(node) && model.MayRead(session.Email, node)).ToHashSet();
        HashSet<ModelNode> Found(SearchBody body) =>
            [.. body.Hits.Select(hit => mounts.TryGetValue(hit.Item.Id, out var target) ? target : model.Nodes.Single(node => node.Id == hit.Item.Id))];
        var body = isComplete
            ? await session.SearchUntilAsync(query, body => expected.IsSubsetOf(Found(body)))
            : await session.SearchAsync(query);
        Assert.True(
            Found(body).IsSubsetOf(expected), $"{context}: {session.Email} finds {string.Join(", ", Found(body).Except(expected).Select(node => node.Name))}");
    }

    private async Task CheckFolderAsync(Visitor visitor, string link, ModelNode folder, string path, string context)
    {
        var shown = await visitor.ListAsync(path);
        var expected = model.Nodes.Where(child => child.Parent == folder && !child.IsTrashed && model.MayRead(link, child)).ToList();
        Assert.True(
            expected.Select(child => child.Name).Order(StringComparer.Ordinal).SequenceEqual(shown),
            $"{context}: a link lists {folder.Name} as {string.Join(", ", shown)}");
        foreach (var child in expected.Where(child => child.IsFolder))
        {
            await CheckFolderAsync(visitor, link, child, $"{path.TrimEnd('/')}/{child.Name}", context);
        }
    }
}
