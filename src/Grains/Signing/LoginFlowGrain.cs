using System.Collections.Immutable;
using System.Security.Cryptography;
using FileStorage.Grains.Interfaces.Signing;

namespace FileStorage.Grains.Signing;

/// <inheritdoc cref="ILoginFlowGrain"/>
[GrainType("login-flow"), CollectionAgeLimit(Minutes = 25)]
internal sealed class LoginFlowGrain(TimeProvider clock) : Grain, ILoginFlowGrain
{
    private ImmutableArray<byte> _pollHash = [];
    private LoginRequest? _request;
    private DateTimeOffset _until;
    private Guid? _userId;

    private bool IsOpen => _request is not null && clock.GetUtcNow() < _until;

    public Task BeginAsync(ImmutableArray<byte> pollHash, string clientName, string? address, CancellationToken cancellationToken)
    {
        if (_request is null)
        {
            _pollHash = pollHash;
            _request = new LoginRequest { ClientName = clientName, Address = address };
            _until = clock.GetUtcNow() + ILoginFlowGrain.Lifetime;
        }

        return Task.CompletedTask;
    }

    public Task<LoginRequest?> DescribeAsync(CancellationToken cancellationToken) => Task.FromResult(IsOpen && _userId is null ? _request : null);

    public Task<bool> ApproveAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (!IsOpen || _userId is not null)
        {
            return Task.FromResult(false);
        }

        _userId = userId;
        return Task.FromResult(true);
    }

    public Task<LoginApproval?> TakeAsync(ImmutableArray<byte> pollHash, CancellationToken cancellationToken)
    {
        if (!IsOpen || _userId is not { } userId || !CryptographicOperations.FixedTimeEquals(_pollHash.AsSpan(), pollHash.AsSpan()))
        {
            return Task.FromResult<LoginApproval?>(null);
        }

        var approval = new LoginApproval { UserId = userId, ClientName = _request!.ClientName };
        _request = null;
        DeactivateOnIdle();
        return Task.FromResult<LoginApproval?>(approval);
    }
}
