BEGIN TRANSACTION;
CREATE TABLE app_role_assignments (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    resource_id TEXT NOT NULL,
    role_id TEXT NOT NULL,
    user_id TEXT,
    group_id TEXT,
    application_id TEXT,
    created_at BIGINT NOT NULL,
    CHECK ((user_id IS NOT NULL AND group_id IS NULL AND application_id IS NULL)
        OR (user_id IS NULL AND group_id IS NOT NULL AND application_id IS NULL)
        OR (user_id IS NULL AND group_id IS NULL AND application_id IS NOT NULL)),
    UNIQUE (resource_id, user_id, role_id),
    UNIQUE (resource_id, group_id, role_id),
    UNIQUE (resource_id, application_id, role_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, group_id) REFERENCES groups (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE applications (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    search_text TEXT NOT NULL,
    kind TEXT NOT NULL,
    redirect_uris TEXT NOT NULL,
    post_logout_redirect_uris TEXT NOT NULL,
    is_management BOOLEAN NOT NULL,
    allows_password_grant BOOLEAN NOT NULL,
    allows_device_code BOOLEAN NOT NULL,
    requires_pkce BOOLEAN NOT NULL,
    consent_mode TEXT NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL, settings TEXT NOT NULL DEFAULT '{}',
    UNIQUE (tenant_id, id));
INSERT INTO "applications" VALUES('04b07795-8ddb-461a-bbee-02f9e1bf7b46','f70d1305-b03e-414b-8176-4343594f4f79','Azure CLI','azure cli',' azure cli','public','["http://localhost"]','[]',1,0,1,1,'organization',1,1795245636884,'{"api":{"identifierURIs":[],"preauthorizedApplications":[],"readsEveryToken":false,"requiresAssignment":false,"roles":[],"scopes":[]},"authentication":{"bindsTokensToCertificate":false,"isFAPI":false,"requiresDPoP":false,"reusesAssertions":false},"grants":{"allowsClientCredentials":true,"allowsOnBehalfOf":true,"allowsRefreshTokens":true,"allowsTokenExchange":false},"isFirstParty":true,"logout":{"backChannelNeedsSession":false,"frontChannelNeedsSession":false},"presentation":{"contacts":[]},"requests":{"defaultACRValues":[],"requestURIs":[],"requiresAuthenticationTime":false,"requiresPushing":false,"requiresSigning":false,"responseAlgorithm":"RS256"},"requiredScopes":[],"tokens":{"accessTokenAlgorithm":"RS256","groupClaims":"none","idTokenAlgorithm":"RS256","optionalAccessTokenClaims":[],"optionalIDTokenClaims":[],"subjectType":"public"}}');
INSERT INTO "applications" VALUES('1eca75c4-f2ff-48c4-99e2-76befadb7192','f70d1305-b03e-414b-8176-4343594f4f79','Tide Tables','tide tables',' tide tables','confidential','["http://localhost:47833/callback"]','[]',0,1,0,0,'organization',1,1795245637133,'{}');
CREATE TABLE audit_targets (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    target_id TEXT NOT NULL,
    audit_id TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
    PRIMARY KEY (tenant_id, target_id, audit_id));
INSERT INTO "audit_targets" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','871a85bb-7953-41d0-bcde-4f40a68cc23c','18846965-060c-40d4-9e78-2ecf47f71798');
INSERT INTO "audit_targets" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','04b07795-8ddb-461a-bbee-02f9e1bf7b46','647325a2-7362-49bd-b8da-df451bc3c010');
INSERT INTO "audit_targets" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','62e90394-69f5-4237-9190-012177145e10','ae09df32-d053-4f04-bacc-129a3e28c81b');
INSERT INTO "audit_targets" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','871a85bb-7953-41d0-bcde-4f40a68cc23c','ae09df32-d053-4f04-bacc-129a3e28c81b');
INSERT INTO "audit_targets" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','871a85bb-7953-41d0-bcde-4f40a68cc23c','c8fc8ecc-2d18-4b2c-8372-bfa0669511e5');
INSERT INTO "audit_targets" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','f70d1305-b03e-414b-8176-4343594f4f79','c8fc8ecc-2d18-4b2c-8372-bfa0669511e5');
INSERT INTO "audit_targets" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','08168880-6a08-45c3-9bc6-806df27d2db8','42dcd38a-af57-4148-8c45-0bcf490eb77a');
INSERT INTO "audit_targets" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','1eca75c4-f2ff-48c4-99e2-76befadb7192','7a0010e8-3082-4795-b216-8f877c50230e');
CREATE TABLE audits (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    created_at BIGINT NOT NULL,
    correlation_id TEXT NOT NULL,
    activity TEXT NOT NULL,
    category TEXT NOT NULL,
    succeeded BOOLEAN NOT NULL,
    result_reason TEXT NOT NULL,
    is_alert BOOLEAN NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    actor_folded TEXT NOT NULL,
    address TEXT NOT NULL,
    targets TEXT NOT NULL,
    changes TEXT NOT NULL);
INSERT INTO "audits" VALUES('18846965-060c-40d4-9e78-2ecf47f71798','f70d1305-b03e-414b-8176-4343594f4f79',1795245636884,'edd9d0db-e078-462c-aa74-b86b49c089dc','Add user','UserManagement',1,'',0,'operator',NULL,'','','','[{"id":"871a85bb-7953-41d0-bcde-4f40a68cc23c","kind":"User","name":"anna@harbour.example"}]','[{"new":"anna@harbour.example","property":"userPrincipalName"}]');
INSERT INTO "audits" VALUES('647325a2-7362-49bd-b8da-df451bc3c010','f70d1305-b03e-414b-8176-4343594f4f79',1795245636884,'edd9d0db-e078-462c-aa74-b86b49c089dc','Add application','ApplicationManagement',1,'',0,'operator',NULL,'','','','[{"id":"04b07795-8ddb-461a-bbee-02f9e1bf7b46","kind":"App","name":"Azure CLI"}]','[{"new":"Azure CLI","property":"displayName"}]');
INSERT INTO "audits" VALUES('ae09df32-d053-4f04-bacc-129a3e28c81b','f70d1305-b03e-414b-8176-4343594f4f79',1795245636884,'edd9d0db-e078-462c-aa74-b86b49c089dc','Add member to role','RoleManagement',1,'',0,'operator',NULL,'','','','[{"id":"871a85bb-7953-41d0-bcde-4f40a68cc23c","kind":"User","name":"anna@harbour.example"},{"id":"62e90394-69f5-4237-9190-012177145e10","kind":"Role","name":"Global Administrator"}]','[{"new":"Global Administrator","property":"role"}]');
INSERT INTO "audits" VALUES('c8fc8ecc-2d18-4b2c-8372-bfa0669511e5','f70d1305-b03e-414b-8176-4343594f4f79',1795245637018,'edd9d0db-e078-462c-aa74-b86b49c089dc','Set up organization','DirectoryManagement',1,'',0,'operator',NULL,'','','','[{"id":"f70d1305-b03e-414b-8176-4343594f4f79","kind":"Directory","name":"Harbour Bakery"},{"id":"871a85bb-7953-41d0-bcde-4f40a68cc23c","kind":"User","name":"anna@harbour.example"}]','[{"new":"Harbour Bakery","property":"displayName"},{"new":"harbour.example","property":"domain"},{"new":"on","property":"securityDefaults"},{"new":"ThchgtoAnSFz4gfueNU7_dk-CLTQrWebh6C98Xujzhk","property":"signingKey"},{"new":"Xsqy5cN2H32oXgkr1cm_Ex5YbkXz4BbpWtXeCDscq-A","property":"signingKey"},{"new":"zq6F-TRIIN8-mxp2WZX_YkmLqV8HRhIlRQBRrzzOAdY","property":"signingKey"}]');
INSERT INTO "audits" VALUES('42dcd38a-af57-4148-8c45-0bcf490eb77a','f70d1305-b03e-414b-8176-4343594f4f79',1795245637073,'f83f5c07-2dcf-4ef3-aaf1-3f449209098f','Add user','UserManagement',1,'',0,'operator',NULL,'','','','[{"id":"08168880-6a08-45c3-9bc6-806df27d2db8","kind":"User","name":"ben@harbour.example"}]','[{"new":"ben@harbour.example","property":"userPrincipalName"},{"new":"Ben","property":"displayName"},{"new":"member","property":"userType"}]');
INSERT INTO "audits" VALUES('7a0010e8-3082-4795-b216-8f877c50230e','f70d1305-b03e-414b-8176-4343594f4f79',1795245637133,'9b1ed1ca-3ecb-442a-87d7-3c08911566a3','Add application','ApplicationManagement',1,'',0,'operator',NULL,'','','','[{"id":"1eca75c4-f2ff-48c4-99e2-76befadb7192","kind":"App","name":"Tide Tables"}]','[{"new":"Tide Tables","property":"displayName"},{"new":"http://localhost:47833/callback","property":"redirectUris"},{"new":"","property":"postLogoutRedirectUris"},{"new":"false","property":"isManagement"},{"new":"true","property":"allowsPasswordGrant"},{"new":"false","property":"allowsDeviceCode"},{"new":"false","property":"requiresPKCE"},{"new":"organization","property":"consentMode"},{"new":"false","property":"publicClient"},{"new":"secret mcs_AzJ9","property":"credential"}]');
CREATE TABLE authorization_codes (
    hash BYTEA NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    redirect_uri TEXT NOT NULL,
    scopes TEXT NOT NULL,
    nonce TEXT,
    code_challenge TEXT,
    proofs TEXT NOT NULL,
    used_remembered_browser BOOLEAN NOT NULL,
    family_id TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    spent_at BIGINT, details TEXT NOT NULL DEFAULT '{}',
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE client_credentials (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    digest BYTEA NOT NULL,
    certificate BYTEA NOT NULL,
    hint TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    UNIQUE (application_id, digest),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
INSERT INTO "client_credentials" VALUES('391b3435-0459-4ec1-9fa6-18d10d70d956','1eca75c4-f2ff-48c4-99e2-76befadb7192','f70d1305-b03e-414b-8176-4343594f4f79','secret',X'0A4CBE7E1570421D408E2506969ECBF0F2835EBF34D777FDDAB4464315DF7377',X'','mcs_AzJ9',1795245637133,NULL);
CREATE TABLE consents (
    user_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, application_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE device_codes (
    hash BYTEA NOT NULL PRIMARY KEY,
    user_code_hash BYTEA NOT NULL UNIQUE,
    tenant_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    details TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    country TEXT,
    status TEXT NOT NULL,
    user_id TEXT,
    session_id TEXT REFERENCES sessions (id),
    proofs TEXT NOT NULL,
    used_remembered_browser BOOLEAN NOT NULL,
    correlation_id TEXT NOT NULL,
    interval_seconds BIGINT NOT NULL CHECK (interval_seconds >= 1),
    polled_at BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    spent_at BIGINT,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE familiarities (
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    remembers_mfa_until BIGINT,
    PRIMARY KEY (user_id, kind, key),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE TABLE federated_credentials (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    audience TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (application_id, issuer, subject),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE group_members (
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, user_id),
    FOREIGN KEY (tenant_id, group_id) REFERENCES groups (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE TABLE groups (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    search_text TEXT NOT NULL,
    description TEXT NOT NULL,
    is_assignable_to_role BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (tenant_id, id));
CREATE TABLE identifier_uris (
    tenant_id TEXT NOT NULL,
    uri TEXT NOT NULL,
    application_id TEXT NOT NULL,
    PRIMARY KEY (tenant_id, uri),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE initial_access_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    hash BYTEA NOT NULL UNIQUE,
    name TEXT NOT NULL,
    uses_left BIGINT NOT NULL CHECK (uses_left >= 0),
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL);
CREATE TABLE installation (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    set_up_completed_at BIGINT,
    set_up_code_hash BYTEA,
    sealing_key_check BYTEA);
INSERT INTO "installation" VALUES(1,1795245636884,NULL,X'0142D82B994CAE0082A19AA555D91CE0DE742D7E58C1B1B965191E1E826B4608D27C7565');
CREATE TABLE lockouts (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    failures BIGINT NOT NULL CHECK (failures >= 0),
    lock_count BIGINT NOT NULL CHECK (lock_count >= 0),
    locked_until BIGINT,
    last_failure_at BIGINT NOT NULL,
    recent_wrong TEXT NOT NULL,
    PRIMARY KEY (tenant_id, subject, kind));
CREATE TABLE logout_deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    uri TEXT NOT NULL,
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    next_try_at BIGINT NOT NULL,
    last_problem TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    delivered_at BIGINT,
    given_up_at BIGINT,
    UNIQUE (application_id, session_id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE organization_consents (
    application_id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    granted_by TEXT NOT NULL,
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE passwords (
    user_id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    must_change BOOLEAN NOT NULL,
    expires_at BIGINT,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
INSERT INTO "passwords" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79','$argon2id$v=19$m=19456,t=2,p=1$a+Trpkp5Igudwz4dlxYWgg$Bc5VYL5m79Q/Fwv6sTv8QGPxJ0QaAvhnLmcDRYpTEdE',1795245636884,0,NULL);
INSERT INTO "passwords" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79','$argon2id$v=19$m=19456,t=2,p=1$6h0jhNb2LzuM1ikqmnSG1w$0gIEYBDrt2ojqAJZQ632yVv6Fk92vBcLMjOD42nUTvg',1795245637055,0,NULL);
CREATE TABLE pending_sign_ins (
    handle_hash BYTEA NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    browser_hash BYTEA NOT NULL,
    target TEXT NOT NULL,
    request TEXT NOT NULL,
    typed_name TEXT NOT NULL,
    user_id TEXT,
    session_id TEXT,
    proofs TEXT NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    skipped_registration BOOLEAN NOT NULL,
    sealed_totp_secret BYTEA NOT NULL,
    shows_recovery_codes BOOLEAN NOT NULL,
    stays_signed_in BOOLEAN,
    gave_consent BOOLEAN NOT NULL,
    correlation_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1));
CREATE TABLE pushed_requests (
    hash BYTEA NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    parameters TEXT NOT NULL,
    binding TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    spent_at BIGINT,
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    spent_at BIGINT,
    PRIMARY KEY (user_id, hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
INSERT INTO "recovery_codes" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79',X'DAB06E8A1F1E77035D1943CEAD10B5A5B49FB26A84D924DD01922098DEDD47E2',1795245636884,NULL);
INSERT INTO "recovery_codes" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79',X'02304D99F2C8D7E2B24BF5277ACD375E55F2198E4D0E3E4E0FEBE4F900F66683',1795245636884,NULL);
INSERT INTO "recovery_codes" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79',X'FE5E024C90AAAD8FCA4CD2C68D7D1DE1DDC7B36BADF962B6E4979D45118119BD',1795245636884,NULL);
INSERT INTO "recovery_codes" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79',X'611D321861F7BC9A26791AD8447083B9F24674754D96B281408D800BF1748966',1795245636884,NULL);
INSERT INTO "recovery_codes" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79',X'4B7E7157654E3510AA7A8C41B76845DC1B76B2018688AD5EF9589C5D8F86051D',1795245636884,NULL);
INSERT INTO "recovery_codes" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79',X'E9F6930D1043F1BBBA04C28BAB4BE667536387F97DA6FAFF045CE7167121E7ED',1795245636884,NULL);
INSERT INTO "recovery_codes" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79',X'0E489C9B22E50786F43B0734BCDF5DE7B9DD49C50035F9FA988954E3492C1324',1795245636884,NULL);
INSERT INTO "recovery_codes" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79',X'87B4BDB360ED3E04652C3B56C1E7D5AA40A4FAEA0DD5785ED41BB1BAE97F42FC',1795245636884,NULL);
INSERT INTO "recovery_codes" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79',X'C3CBF6DC5F54245A74A8D9D779820F9000B768E9645F38DF8CFFCE3677344D8D',1795245636884,NULL);
INSERT INTO "recovery_codes" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79',X'0AD5C7BBB6638BD228CFAA6121397C1B84D903EB364BB66E8E3EABC95C579031',1795245636884,NULL);
INSERT INTO "recovery_codes" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79',X'A83ED98DD6B8E230386CCE8053FEAF4C1F497CC41EFE238FCF57A8079A6992D1',1795245637055,NULL);
INSERT INTO "recovery_codes" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79',X'FC455BC1DF181D1DC56EB83D0B72BEB0C8B98AE928DE5B3D8ACF5846161C5E97',1795245637055,NULL);
INSERT INTO "recovery_codes" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79',X'D52EA5938C2B8F4F2CCA66774774A61720B61A8841B33AD4830F86E8B6950D08',1795245637055,NULL);
INSERT INTO "recovery_codes" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79',X'55D56532D1DA8C004A755628E25E0ADC119C219283218C5519BDB9105D1704CA',1795245637055,NULL);
INSERT INTO "recovery_codes" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79',X'35AE6E529FFC03B4031CDCECE56FB854C904D7178C1051730886D7B29EA66E3B',1795245637055,NULL);
INSERT INTO "recovery_codes" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79',X'53BD8BCA9945AC65D252041CEB3CE647004C241375A3889F9E480BB0C03908E8',1795245637055,NULL);
INSERT INTO "recovery_codes" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79',X'A8BA73025639C7B5A1AF283ADAC8B0F6950A581AF850802CE580BD8B66ABC3D3',1795245637055,NULL);
INSERT INTO "recovery_codes" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79',X'7F4EB7F38F0295E1862722ED1887A551DBA333E1D057747ACF428470AD3175DA',1795245637055,NULL);
INSERT INTO "recovery_codes" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79',X'0A2E73F677D37540E5383B0F6301416C5096AF5D9AE86180472F4F7794618106',1795245637055,NULL);
INSERT INTO "recovery_codes" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79',X'5427DB66218BD9DBD3201138D5DC7E961C488DAC5DCD93D81D3EC124C85B7BAE',1795245637055,NULL);
CREATE TABLE refresh_families (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    scopes TEXT NOT NULL,
    nonce TEXT,
    proofs TEXT NOT NULL,
    used_remembered_browser BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT, details TEXT NOT NULL DEFAULT '{}',
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE refresh_tokens (
    hash BYTEA NOT NULL PRIMARY KEY,
    family_id TEXT NOT NULL REFERENCES refresh_families (id) ON DELETE CASCADE,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    spent_at BIGINT);
CREATE TABLE role_assignments (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    role_id TEXT NOT NULL,
    user_id TEXT,
    group_id TEXT,
    created_at BIGINT NOT NULL,
    CHECK ((user_id IS NULL) <> (group_id IS NULL)),
    UNIQUE (user_id, role_id),
    UNIQUE (group_id, role_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, group_id) REFERENCES groups (tenant_id, id) ON DELETE CASCADE);
INSERT INTO "role_assignments" VALUES('2c8f20dd-4f9a-4478-8d7b-837a59ba6016','f70d1305-b03e-414b-8176-4343594f4f79','62e90394-69f5-4237-9190-012177145e10','871a85bb-7953-41d0-bcde-4f40a68cc23c',NULL,1795245636884);
CREATE TABLE schema_migrations (
    number BIGINT NOT NULL PRIMARY KEY, title TEXT NOT NULL, checksum TEXT NOT NULL);
INSERT INTO "schema_migrations" VALUES(1,'The installation and its tenants','ea9f299b5decd6a4');
INSERT INTO "schema_migrations" VALUES(2,'People and what they prove themselves with','0eb103def56c2041');
INSERT INTO "schema_migrations" VALUES(3,'Groups, their members, and roles','79aab1c9137ac7ca');
INSERT INTO "schema_migrations" VALUES(4,'Applications, their credentials, consents, and signing keys','64b1cf480d0303d5');
INSERT INTO "schema_migrations" VALUES(5,'Sessions, sign-ins under way, codes and refresh tokens','799b94c6fffd3f49');
INSERT INTO "schema_migrations" VALUES(6,'Lockout counters and what is familiar','438b91965f1280fc');
INSERT INTO "schema_migrations" VALUES(7,'The sign-in log and the audit log','37c0d5703491018e');
INSERT INTO "schema_migrations" VALUES(8,'The assertions that apps have spent','d7bf5977452bf2a8');
INSERT INTO "schema_migrations" VALUES(9,'What OAuth needs: settings of apps, device codes, pushed requests, assignments, logout deliveries','32f156dbe7a073de');
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    secret_hash BYTEA NOT NULL UNIQUE,
    browser_hash BYTEA NOT NULL,
    proofs TEXT NOT NULL,
    used_remembered_browser BOOLEAN NOT NULL,
    is_persistent BOOLEAN NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    country TEXT,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE TABLE sign_ins (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    created_at BIGINT NOT NULL,
    correlation_id TEXT NOT NULL,
    user_id TEXT,
    user_principal_name TEXT NOT NULL,
    user_display_name TEXT NOT NULL,
    application_id TEXT,
    application_name TEXT NOT NULL,
    resource TEXT NOT NULL,
    door TEXT NOT NULL,
    client_app_used TEXT NOT NULL,
    is_legacy BOOLEAN NOT NULL,
    protocol_name TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    country TEXT,
    is_interactive BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    error_code BIGINT NOT NULL,
    failure_reason TEXT NOT NULL,
    requirement TEXT NOT NULL,
    reasons TEXT NOT NULL,
    policies TEXT NOT NULL,
    details TEXT NOT NULL,
    session_id TEXT);
CREATE TABLE signing_keys (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    key_id TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    sealed_private_key BYTEA NOT NULL,
    public_jwk TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    signs_from BIGINT NOT NULL,
    signs_until BIGINT,
    removed_at BIGINT,
    PRIMARY KEY (tenant_id, key_id));
INSERT INTO "signing_keys" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','ThchgtoAnSFz4gfueNU7_dk-CLTQrWebh6C98Xujzhk','RS256',X'01FA05A6F1ABEAD5711CC31C206B748CC326E1798E8415FA703759D91F80867E7268A6559B3760E411B8DC8517A3AC4251E46721B976195F7CDE9EAA257D7A5CE9BD1E3785160300107BB8A3ECC61E92E2BF6022C012958EBBC646ADFDC85DF79B60EA9B02CD99072DD5EBE9F6383529A63929E227429C0B9A3C30D0E785FB87B8BB7F3D918FC7C43274506BD5D25F05482F40749142D4FA89F68FD4AB066F8D1D8A75C3EDB845E26B5A505A8FD300512CA2A1C1EA469D3BEC7BBC5CFBD2095D3C00204E594E6CB92A72ABBD80EB16C7E2F4579737DCB768D5778253E147CBA7EDA85BF59F34B00D566E5F758F7E0B39712D49CA282FBA38AE4F47AEC227C9D2905E0CF11028F3211DB37ECA3AE487F529D6BFA5A7F74E9896B60B2C3013A7A4CBE3182AE7C04A4C9C880C2845998B6AB40D65ACD3E0D3F857A7F932880DA81A85AC092B98D623BC31B8D565504C6A70718598C9BE54C0639743562D1FD01C08310D9B9752FD41816ADD340892761DBE98CA167ED4417A3F1B29F6F2F121BDFC6C886A0FEFD19B341ED8AC96BB78FD9AF3C15F70C00E9FD6511C07DCC263C23A1DD2BB74883B9DFCDF6733B04BC4AE77BFB8296E1EF4B3B361FDF74D95CAA4011BF1FEAD97C6E89304BCECCCE03D188EF76A5293445DE78EC417A247448E59B2BEA51ACDB0CD433DDE1C072FF695755ECC924FE990E8AD7CAD424BC1118976DE0671F48C0591EEADCB3CE9D58214E2AA68CAC1556108F2142C8E2A079E5119CE725C0EF32151B771BE8CC68737C4EAEBDE177FE747A4182A197ED9ADF0E33DA7F9F886860D88F11D8568EF5402619F1F827891C5931AE6391D875198E3B8D6D9B614B2AF04C14EC7CA0F23F065403CA779C34652CC6C873D4EF292209088A8F7772B252651B5D5C23EA34A23E9C83E09E2712AB135AE3A255948F26458CE410FEADCF82B3B6A1B8C4174195D2267349A421F79DBE412DB4CA3DC2417D3F329675ADCC00565FFB6D1D93FC763765F9B12BFED7428644961CD545DEB140555CD4B32A5D8D616FBD922D9D16DE3BE1DDE4A08D04596645F803AD521F8FF17C551ECC4DE96A985984A183FECDAC619D79B9BFD519B40D9045FFA364FD469719F1173069D579356BEA0CE22A5EABB1F900351E13AC3270D7F557A0DC9659E6C3AD6BDCFD5C46205E38103258D47A087B9BCE30119D0F4460A2104759CDB5721B516847B7DF99625A44E237D9EDBF016BF836A3FF408D562DAEEB31FD1B47321858660DD5EC641571A0A096CF14113232A33C3537AED6A78FB0BE2FAAC2A4477310AAE37E640ABD89DC9C1C183D36DA48A9D5D621307C14875CE93FF5FB18AF7588E736AEA07DA4BEBA694FD264EAABA9612EE69ADEF343D8DA2EB47005DCAB0AB46B55ED174C114A1F8854AFE12F80B9689EC68F71B2CC02C031AD9A888F7122F51243B13F927E9CDED5A8D016EB83BE44F19CDE500D0B37585CBFA5AB4508D6078A92273E85E20E18872F7B16BD5F115D2634B1DD0F83961C160E8EB2604AD0E7F64DCDCCDA660119782789909A5D3324423937DDE7B9E3E6C8E21155D32274741026E68C080875AE2EBB28E0474C6AAEEDBA4105D87F4BEB1D4114B5FA2D5C46747616215CD7EB8A2B000C2C8A556CCAEBB0FF66DE807F47B3C2E06463980D7EE1C14DE38958A9BDF1A1DEC3FE185F034CE21A130C99ED0DD18C14CE412EBB08873F402299E3E','{"e":"AQAB","kty":"RSA","n":"yjTnkHZ1ZTwPKxtYJc8ZAsMKLmFP1O3LADGBJCzcNkOuAIY72tdU8ozIMzNmyqUC8nlZqCcT1XS__7CgNDJqn_wNzkkT5oiRvSOp14PsgSTNWG4sc_XRoS0RQ4xxJE5jmVbweyxOQJrynf9sdUEHvj4AVkVvlbmN-1QE2uFlFq3Jcqx8nl7eMuSDKwjNqPx01cuZTjcRIrt2SJ6jfaG8INAov_7qyiUFa9vm6pMmWbgZiEPbMtObfaKNzmktlZVscubmFrkVocwL2GSOryZnIYVkWSu0E3B-k5HC9AkBlOhdgGQ_gaekYqUdhGqu7RlwDMfDvuGlAia4zgY5yOPS1w","use":"sig","alg":"RS256","kid":"ThchgtoAnSFz4gfueNU7_dk-CLTQrWebh6C98Xujzhk"}',1795245636884,1795245636884,NULL,NULL);
INSERT INTO "signing_keys" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','Xsqy5cN2H32oXgkr1cm_Ex5YbkXz4BbpWtXeCDscq-A','ES256',X'01FC01C966AF0BED121C5FD0F79A933F8F8D6D81B78CA1BFC11A3B10FE908C5ACB6AE51BE65B36A0D7B0CC4BA7672DC34532184D77F2C9697A9B11311FEF139F623DF6A293829F055BC00D39906AAC5D1A778DB577B4F7A8E382941A1543BAD2859A144D80ED745099542BE56963EED9DA5FF14472A4EB5E26CF6493FCDA7ED83F2A7E679EF79D182700C74BAEAC7ED755B9895EA1B59F97D9FDBD45344637211F06D7DA1B0D41','{"crv":"P-256","kty":"EC","x":"3mghiBR3ZQrqozR2eGBQhBghwLyP3VHuqIxxuovN2ZQ","y":"F39ItNhYd3bRaXVxnB-B7IIvSJur6Wm_KSOkHZYQ-mo","use":"sig","alg":"ES256","kid":"Xsqy5cN2H32oXgkr1cm_Ex5YbkXz4BbpWtXeCDscq-A"}',1795245636884,1795245636884,NULL,NULL);
INSERT INTO "signing_keys" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','zq6F-TRIIN8-mxp2WZX_YkmLqV8HRhIlRQBRrzzOAdY','EdDSA',X'014406B313D6433BC0EE03E887EBAA3CDC23DE15F3732E303961713AE813172379EC636A7F469F9F3459CB1ECE0ABAF14E8075A01DC516D5F14125D5F8E539BD9BE8A53BF609B1DFC6363E9B6C','{"crv":"Ed25519","kty":"OKP","x":"kfRqCG_AlOSGvIyTdHltodqQJ2hLAUalm4G1aJn568A","use":"sig","alg":"EdDSA","kid":"zq6F-TRIIN8-mxp2WZX_YkmLqV8HRhIlRQBRrzzOAdY"}',1795245636884,1795245636884,NULL,NULL);
CREATE TABLE spent_assertions (
    tenant_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    digest BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, digest),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE);
CREATE TABLE spent_identifiers (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    purpose TEXT NOT NULL,
    digest BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, purpose, digest));
CREATE TABLE tenants (
    id TEXT NOT NULL PRIMARY KEY,
    display_name TEXT NOT NULL,
    domain TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    security_defaults_enabled BOOLEAN NOT NULL,
    security_defaults_enabled_at BIGINT,
    registration_grace_days BIGINT NOT NULL CHECK (registration_grace_days BETWEEN 0 AND 14),
    log_retention_days BIGINT NOT NULL CHECK (log_retention_days >= 1),
    logs_pruned_before BIGINT NOT NULL DEFAULT 0);
INSERT INTO "tenants" VALUES('f70d1305-b03e-414b-8176-4343594f4f79','Harbour Bakery','harbour.example',1795245636884,1,1795245636884,14,365,0);
CREATE TABLE totp_methods (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    name TEXT NOT NULL,
    sealed_secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    last_accepted_step BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
INSERT INTO "totp_methods" VALUES('4f3f0da5-c47f-4f05-8159-ed2cd1d481fa','871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79','',X'01403BB28010BA5FB895F32B23AAC3F74787E8B9A21609F1BB8E6AA44CB3F32BC5DCB8C3598ABF978E2378449CFA86AE21',1795245636884,0);
INSERT INTO "totp_methods" VALUES('7a8fa5b2-6724-4c25-bbc2-ac7d1a4274a4','08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79','Authenticator',X'017A956C5FED265A5703D1DDA3EA3E01CF926F4C075C165E03F224D988B1F12DE392D2E96C571B69D1C4F11150BF934084',1795245637055,0);
CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    user_principal_name TEXT NOT NULL,
    upn_folded TEXT NOT NULL,
    display_name TEXT NOT NULL,
    display_name_folded TEXT NOT NULL,
    search_text TEXT NOT NULL,
    given_name TEXT,
    surname TEXT,
    kind TEXT NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    is_emergency_access BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT,
    sessions_valid_from BIGINT NOT NULL,
    registration_grace_started_at BIGINT,
    preferred_language TEXT,
    UNIQUE (tenant_id, id));
INSERT INTO "users" VALUES('871a85bb-7953-41d0-bcde-4f40a68cc23c','f70d1305-b03e-414b-8176-4343594f4f79','anna@harbour.example','anna@harbour.example','anna','anna',' anna anna@harbour.example',NULL,NULL,'member',1,0,1795245636884,NULL,1795245636884,NULL,NULL);
INSERT INTO "users" VALUES('08168880-6a08-45c3-9bc6-806df27d2db8','f70d1305-b03e-414b-8176-4343594f4f79','ben@harbour.example','ben@harbour.example','Ben','ben',' ben ben@harbour.example',NULL,NULL,'member',1,0,1795245637055,NULL,1795245637055,NULL,NULL);
CREATE UNIQUE INDEX users_by_name ON users (tenant_id, upn_folded) WHERE deleted_at IS NULL;
CREATE INDEX users_in_order ON users (tenant_id, display_name_folded, id) WHERE deleted_at IS NULL;
CREATE INDEX totp_methods_of_user ON totp_methods (user_id, created_at);
CREATE INDEX groups_in_order ON groups (tenant_id, display_name_folded, id);
CREATE INDEX group_members_by_user ON group_members (user_id, group_id);
CREATE INDEX role_assignments_by_role ON role_assignments (tenant_id, role_id);
CREATE INDEX applications_in_order ON applications (tenant_id, display_name_folded, id);
CREATE INDEX consents_by_application ON consents (tenant_id, application_id);
CREATE INDEX sessions_live_by_user ON sessions (user_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_end ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX pending_sign_ins_by_expiry ON pending_sign_ins (expires_at);
CREATE INDEX pending_sign_ins_by_user ON pending_sign_ins (user_id);
CREATE INDEX authorization_codes_by_expiry ON authorization_codes (expires_at);
CREATE INDEX authorization_codes_by_session ON authorization_codes (session_id);
CREATE INDEX refresh_families_by_user ON refresh_families (user_id, application_id);
CREATE INDEX refresh_families_by_session ON refresh_families (session_id);
CREATE INDEX refresh_families_by_expiry ON refresh_families (expires_at);
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family_id);
CREATE INDEX lockouts_by_age ON lockouts (last_failure_at);
CREATE INDEX familiarities_by_age ON familiarities (last_seen_at);
CREATE INDEX sign_ins_by_time ON sign_ins (tenant_id, created_at, id, status, is_legacy);
CREATE INDEX sign_ins_by_user ON sign_ins (user_id, created_at, id) WHERE user_id IS NOT NULL;
CREATE INDEX audits_by_time ON audits (tenant_id, created_at, id);
CREATE INDEX audits_alerts ON audits (tenant_id, created_at, id) WHERE is_alert;
CREATE INDEX audit_targets_by_audit ON audit_targets (audit_id);
CREATE INDEX spent_assertions_by_age ON spent_assertions (expires_at);
CREATE INDEX identifier_uris_by_application ON identifier_uris (application_id);
CREATE INDEX app_role_assignments_by_user ON app_role_assignments (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX app_role_assignments_by_group ON app_role_assignments (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX app_role_assignments_by_application ON app_role_assignments (application_id)
WHERE application_id IS NOT NULL;
CREATE INDEX spent_identifiers_by_age ON spent_identifiers (expires_at);
CREATE INDEX pushed_requests_by_expiry ON pushed_requests (expires_at);
CREATE INDEX device_codes_by_expiry ON device_codes (expires_at);
CREATE INDEX device_codes_by_session ON device_codes (session_id);
CREATE INDEX logout_deliveries_due ON logout_deliveries (next_try_at)
WHERE delivered_at IS NULL AND given_up_at IS NULL;
CREATE INDEX logout_deliveries_waiting ON logout_deliveries (application_id, next_try_at)
WHERE delivered_at IS NULL AND given_up_at IS NULL;
CREATE INDEX logout_deliveries_by_age ON logout_deliveries (created_at);
CREATE INDEX initial_access_tokens_by_tenant ON initial_access_tokens (tenant_id, created_at);
COMMIT;
