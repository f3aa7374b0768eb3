-- The schema after all migrations. Written by `npm run docs`, compared by `npm run check`.

table access_opening facility integer not null
table access_opening id uuid not null
table access_opening kind text not null
table access_opening patient_id text not null
table access_opening record text
table access_opening account text
table access_opening department text
table access_opening reason text not null
table access_opening purpose text not null
table access_opening opened_by text not null
table access_opening since timestamp with time zone not null
table access_opening until timestamp with time zone not null
table access_opening ended_at timestamp with time zone
table access_opening ended_by text
table access_opening rule text not null default ''::text
table access_opening of_department text
table access_opening verdict text
table access_opening verdict_note text
table access_opening verdict_by text
table access_opening verdict_at timestamp with time zone
table access_refusal_end facility integer not null
table access_refusal_end id uuid not null
table access_refusal_end consent text not null
table access_refusal_end consent_version integer not null
table access_refusal_end reason text not null
table access_refusal_end document text
table access_refusal_end asked_by text not null
table access_refusal_end asked_at timestamp with time zone not null
table access_refusal_end decision text
table access_refusal_end note text
table access_refusal_end decided_by text
table access_refusal_end decided_at timestamp with time zone
table access_representative facility integer not null
table access_representative account text not null
table access_representative patient_id text not null
table access_representative relation text not null
table access_representative since timestamp with time zone not null
table access_representative until timestamp with time zone
table access_representative noted_by text not null
table access_representative document text
table access_representative ended_at timestamp with time zone
table access_representative ended_by text
table access_review facility integer not null
table access_review id uuid not null
table access_review started_at timestamp with time zone not null
table access_review started_by text not null
table access_review due_at timestamp with time zone not null
table access_review closed_at timestamp with time zone
table access_review closed_by text
table access_review minutes jsonb
table access_review_item facility integer not null
table access_review_item review uuid not null
table access_review_item account uuid not null
table access_review_item user_name text not null
table access_review_item name text not null
table access_review_item roles text[] not null
table access_review_item departments text[] not null
table access_review_item last_seen_at timestamp with time zone
table access_review_item decision text
table access_review_item note text
table access_review_item decided_by text
table access_review_item decided_at timestamp with time zone
table account facility integer not null
table account id uuid not null
table account user_name text not null
table account kind text not null
table account name text not null
table account password_hash text
table account password_changed_at timestamp with time zone
table account must_change boolean not null default false
table account practitioner_id text
table account patient_id text
table account roles text[] not null default '{}'::text[]
table account departments text[] not null default '{}'::text[]
table account active boolean not null default true
table account demo boolean not null default false
table account created_at timestamp with time zone not null
table account last_seen_at timestamp with time zone
table account short_password boolean not null default false
table account external_id text
table account off_reason text
table account opened_at timestamp with time zone
table account emergency_until timestamp with time zone
table account email text
table account_notice facility integer not null
table account_notice id uuid not null
table account_notice account uuid not null
table account_notice kind text not null
table account_notice detail jsonb not null default '{}'::jsonb
table account_notice at timestamp with time zone not null
table account_notice seen_at timestamp with time zone
table account_notice mail_to text
table account_notice mail text not null default 'none'::text
table account_notice tries integer not null default 0
table account_notice next_at timestamp with time zone not null
table alarm facility integer not null
table alarm id uuid not null
table alarm area text not null
table alarm part text not null
table alarm code text not null
table alarm details jsonb not null
table alarm began_at timestamp with time zone not null
table alarm ended_at timestamp with time zone
table alarm_notice facility integer not null
table alarm_notice alarm_id uuid not null
table alarm_notice channel text not null
table alarm_notice kind text not null
table alarm_notice state text not null default 'waiting'::text
table alarm_notice tries integer not null default 0
table alarm_notice next_at timestamp with time zone not null
table alarm_notice sent_at timestamp with time zone
table alarm_notice fault text
table audit_access facility integer not null
table audit_access actor text not null
table audit_access patient text not null
table audit_access day date not null
table audit_access seen integer not null
table audit_access written integer not null
table audit_access taken integer not null
table audit_access night integer not null
table audit_access first_at timestamp with time zone not null
table audit_access last_at timestamp with time zone not null
table audit_day facility integer not null
table audit_day actor text not null
table audit_day day date not null
table audit_day patients integer not null
table audit_day times integer not null
table audit_day night_patients integer not null
table audit_day night_times integer not null
table audit_event facility integer not null
table audit_event seq bigint not null
table audit_event id uuid not null
table audit_event at timestamp with time zone not null
table audit_event action text not null
table audit_event outcome text not null
table audit_event actor text not null
table audit_event patient text
table audit_event content text not null
table audit_event hash bytea not null
table audit_event leaf_xid xid8
table audit_event leaf_hash bytea
table audit_hold facility integer not null
table audit_hold id uuid not null
table audit_hold actor text
table audit_hold patient text
table audit_hold reason text not null
table audit_hold basis text not null
table audit_hold placed_by text not null
table audit_hold placed_name text not null
table audit_hold placed_at timestamp with time zone not null
table audit_hold lifted_by text
table audit_hold lifted_name text
table audit_hold lifted_at timestamp with time zone
table audit_hold lift_reason text
table audit_listed facility integer not null
table audit_listed patient text not null
table audit_listed actor text not null
table audit_listed day date not null
table audit_listed action text not null
table audit_listed outcome text not null
table audit_listed times integer not null
table audit_listed first_at timestamp with time zone not null
table audit_listed last_at timestamp with time zone not null
table audit_reader facility integer not null
table audit_reader name text not null
table audit_reader position bigint not null
table audit_reader up_to timestamp with time zone
table audit_relation facility integer not null
table audit_relation account text not null
table audit_relation patient text not null
table audit_relation kind text not null
table audit_removal facility integer not null
table audit_removal id uuid not null
table audit_removal begun_at timestamp with time zone not null
table audit_removal reach timestamp with time zone not null
table audit_removal state text not null
table audit_removal at timestamp with time zone not null
table audit_removal seq bigint not null
table audit_removal due_rows bigint not null default 0
table audit_removal due_events bigint not null default 0
table audit_removal announced_at timestamp with time zone
table audit_removal rows bigint not null default 0
table audit_removal events bigint not null default 0
table audit_removal ended_at timestamp with time zone
table audit_removed facility integer not null
table audit_removed seq bigint not null
table audit_removed kind text not null
table audit_removed id uuid not null
table audit_removed hash bytea not null
table audit_removed removal uuid not null
table audit_review facility integer not null
table audit_review id uuid not null
table audit_review rule text not null
table audit_review actor text not null
table audit_review patient text not null default ''::text
table audit_review day date not null
table audit_review verdict text not null
table audit_review note text not null
table audit_review by text not null
table audit_review at timestamp with time zone not null
table audit_stream facility integer not null
table audit_stream target text not null
table audit_stream begun_at timestamp with time zone not null
table audit_stream position bigint not null
table audit_stream delivered bigint not null default 0
table audit_stream delivered_at timestamp with time zone
table audit_stream failed_at timestamp with time zone
table audit_stream failed_since timestamp with time zone
table audit_stream failure text
table audit_stream ended_at timestamp with time zone
table audit_term action text not null
table audit_term from_on date not null
table audit_term kind text not null
table audit_term months integer
table audit_term with_record boolean not null
table audit_term source text not null
table audit_term effective_on date not null
table audit_told facility integer
table audit_told seq bigint
table audit_told n bigint
table audit_told id text
table audit_told at timestamp with time zone
table audit_told action text
table audit_told outcome text
table audit_told actor text
table audit_told patient text
table audit_told content text
table backup_drill facility integer not null
table backup_drill id uuid not null
table backup_drill at timestamp with time zone not null
table backup_drill ok boolean not null
table backup_drill copy text not null
table backup_drill minutes jsonb not null
table backup_drill paper text
table badge facility integer not null
table badge id uuid not null
table badge account uuid not null
table badge code_hash bytea not null
table badge label text not null
table badge made_at timestamp with time zone not null
table badge made_by text not null
table badge ended_at timestamp with time zone
table badge ended_by text
table bed_hold facility integer not null
table bed_hold bed_id text not null
table bed_hold note text not null
table bed_hold until timestamp with time zone
table bed_hold held_at timestamp with time zone not null
table bed_hold held_by text not null
table birth_paper_code facility integer not null
table birth_paper_code year integer not null
table birth_paper_code number integer not null
table birth_paper_code encounter_id text not null
table birth_paper_code given_at timestamp with time zone not null
table birth_paper_code given_by text not null
table bulk_chosen facility integer not null
table bulk_chosen job_id uuid not null
table bulk_chosen type smallint not null
table bulk_chosen id text not null
table bulk_file facility integer not null
table bulk_file job_id uuid not null
table bulk_file n integer not null
table bulk_file role text not null
table bulk_file type text not null
table bulk_file name text not null
table bulk_file counted bigint
table bulk_file lines bigint not null default 0
table bulk_file bytes bigint not null default 0
table bulk_file after_id text
table bulk_file sha256 text
table bulk_file done boolean not null default false
table bulk_job facility integer not null
table bulk_job id uuid not null
table bulk_job kind text not null
table bulk_job state text not null default 'waiting'::text
table bulk_job actor text not null
table bulk_job request_url text not null
table bulk_job request jsonb not null
table bulk_job asked_at timestamp with time zone not null
table bulk_job started_at timestamp with time zone
table bulk_job ended_at timestamp with time zone
table bulk_job as_of timestamp with time zone
table bulk_job as_of_seq bigint
table bulk_job expected bigint not null default 0
table bulk_job processed bigint not null default 0
table bulk_job failed bigint not null default 0
table bulk_job error text
table bulk_waiting facility integer not null
table bulk_waiting job_id uuid not null
table bulk_waiting n integer not null
table bulk_waiting line integer not null
table bulk_waiting text text not null
table code_list facility integer not null
table code_list system text not null
table code_list revision bigint not null
table code_list worded boolean not null default false
table code_list_load facility integer not null
table code_list_load id bigint not null identity
table code_list_load system text not null
table code_list_load file_name text not null
table code_list_load file_hash bytea not null
table code_list_load origin text not null
table code_list_load actor text not null
table code_list_load at timestamp with time zone not null
table code_list_load expected integer not null default 0
table code_list_load processed integer not null default 0
table code_list_load failed integer not null default 0
table code_list_load added integer not null default 0
table code_list_load closed integer not null default 0
table code_system facility integer not null
table code_system url text not null
table code_system version text not null default ''::text
table code_system list text not null
table code_system as_of date
table code_system head jsonb not null default '{}'::jsonb
table code_system concepts integer not null default 0
table code_system loaded_at timestamp with time zone not null
table code_system resource text
table command facility integer not null
table command id uuid not null
table command actor text not null
table command request_hash bytea not null
table command answer jsonb
table command at timestamp with time zone not null
table concept facility integer not null
table concept system text not null
table concept code text not null
table concept valid_from date not null
table concept load bigint not null
table concept valid_to date
table concept replaced_by bigint
table concept name text not null
table concept name_en text not null default ''::text
table concept synonyms text[] not null default '{}'::text[]
table concept parent text
table concept position integer not null
table concept details jsonb not null default '{}'::jsonb
table concept origin text not null
table concept row_hash bytea not null
table concept more_parents text[]
table concept inactive boolean not null default false
table concept extra jsonb
table concept_closure facility integer not null
table concept_closure name text not null
table concept_closure version integer not null
table concept_closure system text not null
table concept_closure code text not null
table concept_use facility integer not null
table concept_use place text not null
table concept_use system text not null
table concept_use code text not null
table concept_use uses integer not null
table concept_use last_day date not null
table concept_word facility integer not null
table concept_word system text not null
table concept_word head text not null
table concept_word block integer not null
table concept_word words bytea not null
table confirmation facility integer not null
table confirmation id uuid not null
table confirmation document_id text not null
table confirmation version integer not null
table confirmation sha256 text not null
table confirmation place text not null
table confirmation method text not null
table confirmation statement text not null
table confirmation secret bytea
table confirmation state text not null
table confirmation tries integer not null default 0
table confirmation expires_at timestamp with time zone not null
table confirmation created_by text not null
table confirmation created_at timestamp with time zone not null
table confirmation provenance_id text
table draft facility integer not null
table draft actor text not null
table draft key text not null
table draft content jsonb not null
table draft version integer not null
table draft updated_at timestamp with time zone not null
table emergency_box facility integer not null
table emergency_box set_id uuid not null
table emergency_box first integer not null
table emergency_box second integer not null
table emergency_box content bytea not null
table emergency_envelope facility integer not null
table emergency_envelope set_id uuid not null
table emergency_envelope number integer not null
table emergency_envelope holder text not null
table emergency_envelope account uuid
table emergency_envelope code_hash bytea not null
table emergency_envelope opened_at timestamp with time zone
table emergency_opening facility integer not null
table emergency_opening id uuid not null
table emergency_opening set_id uuid not null
table emergency_opening account uuid not null
table emergency_opening reason text not null
table emergency_opening holders text[] not null
table emergency_opening holder_accounts uuid[] not null
table emergency_opening opened_by text not null
table emergency_opening opened_at timestamp with time zone not null
table emergency_opening ends_at timestamp with time zone not null
table emergency_opening ended_at timestamp with time zone
table emergency_opening end_reason text
table emergency_opening reviewed_at timestamp with time zone
table emergency_opening reviewed_by uuid
table emergency_opening review text
table emergency_set facility integer not null
table emergency_set id uuid not null
table emergency_set made_at timestamp with time zone not null
table emergency_set made_by text not null
table emergency_set replaced_at timestamp with time zone
table event_pack facility integer not null
table event_pack seq bigint not null
table event_pack id uuid not null
table event_pack at timestamp with time zone not null
table event_pack keys text[] not null
table event_pack told text not null
table event_pack hash bytea not null
table event_pack leaf_xid xid8
table event_pack leaf_hash bytea
table external_identity facility integer not null
table external_identity provider text not null
table external_identity subject text not null
table external_identity account uuid not null
table external_identity linked_at timestamp with time zone not null
table external_login facility integer not null
table external_login state_hash bytea not null
table external_login provider text not null
table external_login nonce text not null
table external_login verifier bytea not null
table external_login expires_at timestamp with time zone not null
table external_login device uuid
table external_provider facility integer not null
table external_provider id text not null
table external_provider name text not null
table external_provider issuer text not null
table external_provider client_id text not null
table external_provider secret bytea
table external_provider match_claim text not null default 'preferred_username'::text
table external_provider mfa_values text[] not null default '{}'::text[]
table external_provider make_roles text[]
table external_provider active boolean not null default true
table external_provider made_at timestamp with time zone not null
table facility id integer not null
table facility code text not null
table facility name text not null
table facility created_at timestamp with time zone not null default now()
table facility_import facility integer not null
table facility_import manifest text not null
table facility_import begun_at timestamp with time zone not null
table facility_import ended_at timestamp with time zone
table facility_import_file facility integer not null
table facility_import_file path text not null
table form_presence facility integer not null
table form_presence fill text not null
table form_presence actor text not null
table form_presence name text not null
table form_presence at_key text not null
table form_presence seen_at timestamp with time zone not null
table guess facility integer not null
table guess guesser text not null
table guess target text not null
table guess wrong integer not null
table guess last_at timestamp with time zone not null
table head_proof facility integer not null
table head_proof size bigint not null
table head_proof signature bytea not null
table head_proof level text not null
table head_proof state text not null
table head_proof reason text
table head_proof tries integer not null default 0
table head_proof next_try timestamp with time zone
table head_proof renew_by timestamp with time zone
table incident facility integer not null
table incident id uuid not null
table incident number integer not null
table incident kind text not null
table incident title text not null
table incident what text not null
table incident touched text not null
table incident noticed_at timestamp with time zone not null
table incident noticed_by text not null
table incident opened_at timestamp with time zone not null
table incident opened_by text not null
table incident opened_name text not null
table incident origin jsonb
table incident closed_at timestamp with time zone
table incident_act facility integer not null
table incident_act incident_id uuid not null
table incident_act n integer not null
table incident_act kind text not null
table incident_act at timestamp with time zone not null
table incident_act by text not null
table incident_act by_name text not null
table incident_act content jsonb not null
table incident_drill facility integer not null
table incident_drill id uuid not null
table incident_drill scenario text not null
table incident_drill planned_at timestamp with time zone not null
table incident_drill planned_by text not null
table incident_drill staged_at timestamp with time zone
table incident_drill facts jsonb
table incident_drill graded_at timestamp with time zone
table incident_drill grade jsonb
table incident_drill minutes text
table incident_person facility integer not null
table incident_person incident_id uuid not null
table incident_person n integer not null
table incident_person patient_id text not null
table incident_person seen integer not null
table incident_person written integer not null
table incident_person taken integer not null
table incident_person first_at timestamp with time zone not null
table incident_person last_at timestamp with time zone not null
table job_state facility integer not null
table job_state job text not null
table job_state every_seconds real not null
table job_state last_at timestamp with time zone not null
table job_state failing_since timestamp with time zone
table job_state fault text
table kept_key facility integer not null
table kept_key account text not null
table kept_key key bytea not null
table kept_key made_at timestamp with time zone not null
table knowledge facility integer not null
table knowledge seq bigint not null
table knowledge type smallint not null
table knowledge id text not null
table knowledge version integer not null
table knowledge event text not null
table knowledge who text not null
table knowledge known_at timestamp with time zone not null
table lab_accession facility integer not null
table lab_accession day date not null
table lab_accession last integer not null
table lab_result facility integer not null
table lab_result observation_id text not null
table lab_result request_id text not null
table lab_result code text not null
table lab_result status text not null
table lab_result flag text
table lab_result validated boolean not null
table lab_result call_id text
table lab_result called_at timestamp with time zone
table lab_result confirmed_at timestamp with time zone
table lab_tube facility integer not null
table lab_tube specimen_id text not null
table lab_tube accession text
table lab_tube kind text not null
table lab_tube requests text[] not null
table lab_tube status text not null
table lab_tube collected_at timestamp with time zone
table lab_tube received_at timestamp with time zone
table lab_work facility integer not null
table lab_work request_id text not null
table lab_work requisition text not null
table lab_work patient_id text not null
table lab_work encounter_id text
table lab_work code text not null
table lab_work name text not null
table lab_work lab_group text not null
table lab_work urgent boolean not null
table lab_work request_status text not null
table lab_work expected integer not null
table lab_work state text not null
table lab_work ordered_at timestamp with time zone not null
table lab_work requester_id text
table lab_work requester_name text
table lab_work changed_at timestamp with time zone not null
table ledger_line facility integer not null
table ledger_line seq bigint not null
table ledger_line kind text not null
table ledger_line line text not null
table ledger_line leaf_xid xid8
table ledger_line leaf_hash bytea
table ledger_node facility integer not null
table ledger_node level smallint not null
table ledger_node index bigint not null
table ledger_node hash bytea not null
table ledger_position facility integer not null
table ledger_position position bigint not null
table ledger_position seq bigint not null
table ledger_position leaf_hash bytea not null
table ledger_state facility integer not null
table ledger_state horizon xid8 not null
table ledger_state size bigint not null
table ledger_state low bigint not null default 0
table ledger_state mark_seq bigint
table ledger_state mark_xid xid8
table ledger_waiting facility integer
table ledger_waiting seq bigint
table ledger_waiting leaf_xid xid8
table ledger_waiting leaf_hash bytea
table login_attempt facility integer not null
table login_attempt name_hash bytea not null
table login_attempt failed_count integer not null
table login_attempt last_failed_at timestamp with time zone not null
table login_attempt locked_until timestamp with time zone
table login_challenge facility integer not null
table login_challenge challenge text not null
table login_challenge account uuid
table login_challenge expires_at timestamp with time zone not null
table login_device facility integer not null
table login_device id uuid not null
table login_device token_hash bytea not null
table login_device created_at timestamp with time zone not null
table login_device last_seen_at timestamp with time zone not null
table login_device address text not null
table login_device user_agent text not null
table login_passkey facility integer not null
table login_passkey id text not null
table login_passkey account uuid not null
table login_passkey public_key bytea not null
table login_passkey counter bigint not null
table login_passkey name text not null
table login_passkey created_at timestamp with time zone not null
table login_passkey last_used_at timestamp with time zone
table medicine_dose facility integer not null
table medicine_dose administration_id text not null
table medicine_dose request_id text not null
table medicine_dose encounter_id text not null
table medicine_dose due_at timestamp with time zone not null
table medicine_dose status text not null
table medicine_dose at timestamp with time zone not null
table medicine_dose by_name text not null
table medicine_dose detail jsonb not null
table medicine_order facility integer not null
table medicine_order request_id text not null
table medicine_order encounter_id text not null
table medicine_order patient_id text not null
table medicine_order status text not null
table medicine_order plan jsonb not null
table medicine_order changed_at timestamp with time zone not null
table medicine_order_state facility integer not null
table medicine_order_state request_id text not null
table medicine_order_state at timestamp with time zone not null
table medicine_order_state status text not null
table migration name text not null
table migration at timestamp with time zone not null default now()
table oauth_client facility integer not null
table oauth_client client_id text not null
table oauth_client name text not null
table oauth_client secret_hash text
table oauth_client jwks jsonb
table oauth_client grant_types text[] not null
table oauth_client redirect_uris text[] not null default '{}'::text[]
table oauth_client scopes text[] not null
table oauth_client roles text[] not null default '{}'::text[]
table oauth_client trusted boolean not null default false
table oauth_client active boolean not null default true
table oauth_client demo boolean not null default false
table oauth_client created_at timestamp with time zone not null
table oauth_client last_seen_at timestamp with time zone
table oauth_client launch_uri text
table oauth_consent facility integer not null
table oauth_consent grant_id text not null
table oauth_consent account uuid not null
table oauth_consent client_id text not null
table oauth_consent session uuid not null
table oauth_consent scopes text[] not null
table oauth_consent patient text
table oauth_consent offline boolean not null
table oauth_consent factors text[] not null
table oauth_consent auth_time timestamp with time zone not null
table oauth_consent made_at timestamp with time zone not null
table oauth_consent ended_at timestamp with time zone
table oauth_revoked facility integer not null
table oauth_revoked jti text not null
table oauth_revoked client_id text not null
table oauth_revoked expires_at timestamp with time zone not null
table oauth_state facility integer not null
table oauth_state model text not null
table oauth_state id_hash bytea not null
table oauth_state payload jsonb not null
table oauth_state grant_id text
table oauth_state uid text
table oauth_state expires_at timestamp with time zone
table oauth_state consumed_at timestamp with time zone
table order_alert facility integer not null
table order_alert encounter_id text not null
table order_alert key text not null
table order_alert person text not null
table order_alert day date not null
table order_alert rule text not null
table order_alert kind text not null
table order_alert level text not null
table order_alert shown integer not null default 0
table order_alert dry boolean not null default false
table order_alert outcome text not null
table order_alert reason text
table order_alert first_at timestamp with time zone not null
table order_alert last_at timestamp with time zone not null
table order_counter facility integer not null
table order_counter day date not null
table order_counter last integer not null
table order_place facility integer not null
table order_place encounter_id text not null
table order_place department text not null
table order_set_own facility integer not null
table order_set_own person text not null
table order_set_own id uuid not null
table order_set_own name text not null
table order_set_own lines jsonb not null
table order_set_own at timestamp with time zone not null
table order_use facility integer not null
table order_use person text not null
table order_use kind text not null
table order_use code text not null
table order_use uses integer not null default 0
table order_use favourite boolean not null default false
table order_use last_at timestamp with time zone not null
table order_work facility integer not null
table order_work resource_type text not null
table order_work id text not null
table order_work kind text not null
table order_work code text not null
table order_work name text not null
table order_work urgent boolean not null
table order_work requisition text
table order_work patient_id text not null
table order_work encounter_id text not null
table order_work department text
table order_work performer text
table order_work requester_id text
table order_work requester_name text
table order_work status text not null
table order_work standing boolean not null default false
table order_work starts_at timestamp with time zone not null
table order_work ordered_at timestamp with time zone not null
table order_work collected_at timestamp with time zone
table order_work performed_at timestamp with time zone
table order_work resulted_at timestamp with time zone
table order_work seen_at timestamp with time zone
table order_work seen_by text
table order_work cosign_until timestamp with time zone
table order_work said_by text
table order_work cosigned_at timestamp with time zone
table outbox facility integer not null
table outbox seq bigint not null
table outbox xid xid8 not null default pg_current_xact_id()
table outbox type smallint not null
table outbox id text not null
table outbox version integer not null
table outbox patient text
table paper_evidence facility integer not null
table paper_evidence document_id text not null
table paper_evidence base_sha256 text not null
table paper_evidence file_sha256 text not null
table paper_evidence level text not null
table paper_evidence wanted text not null
table paper_evidence state text not null
table paper_evidence reason text
table paper_evidence since timestamp with time zone not null
table paper_evidence tries integer not null default 0
table paper_evidence next_try timestamp with time zone
table paper_evidence renew_by timestamp with time zone
table paper_evidence updated_at timestamp with time zone not null
table paper_evidence kind text not null default 'paper'::text
table paper_shown facility integer not null
table paper_shown batch uuid not null
table paper_shown account_id text not null
table paper_shown document_id text not null
table paper_shown sha256 text not null
table paper_shown shown_at timestamp with time zone not null
table passkey facility integer not null
table passkey id text not null
table passkey account_id text not null
table passkey public_key bytea not null
table passkey counter bigint not null
table passkey name text not null
table passkey created_at timestamp with time zone not null
table passkey holder text
table passkey relation text
table passkey identity text
table passkey registered_by text
table passkey_question facility integer not null
table passkey_question account_id text not null
table passkey_question challenge text not null
table passkey_question expires_at timestamp with time zone not null
table password_history facility integer not null
table password_history account uuid not null
table password_history set_at timestamp with time zone not null
table password_history password_hash text not null
table patient_index facility integer not null
table patient_index patient_id text not null
table patient_index mrn text
table patient_index name text not null
table patient_index folded text not null
table patient_index words tsvector generated array_to_tsvector(string_to_array(TRIM(BOTH FROM folded), ' '::text))
table patient_index accented text not null
table patient_index reversed text not null
table patient_index initials text not null
table patient_index birth_date text
table patient_index birth_year smallint
table patient_index sex text not null
table patient_index cccd text
table patient_index bhyt text
table patient_index phone text
table patient_index numbers text not null
table patient_index address text
table patient_index active boolean not null default true
table patient_index merged_into text
table patient_index updated_at timestamp with time zone not null
table patient_merge facility integer not null
table patient_merge id uuid not null
table patient_merge source text not null
table patient_merge target text not null
table patient_merge reason text not null
table patient_merge actor text not null
table patient_merge at timestamp with time zone not null
table patient_merge source_version integer not null
table patient_merge target_version integer not null
table patient_merge undone_at timestamp with time zone
table patient_merge undone_by text
table patient_merge_change facility integer not null
table patient_merge_change merge_id uuid not null
table patient_merge_change type text not null
table patient_merge_change id text not null
table patient_merge_change how text not null
table patient_merge_change version integer not null
table patient_merge_change places jsonb not null
table patient_number facility integer not null
table patient_number year smallint not null
table patient_number last integer not null
table phrase facility integer not null
table phrase owner text not null
table phrase short text not null
table phrase text text not null
table phrase abbreviation boolean not null
table phrase changed_at timestamp with time zone not null
table phrase changed_by text not null
table prescription_code facility integer not null
table prescription_code code text not null
table prescription_code encounter_id text not null
table prescription_code patient_id text not null
table prescription_code issued_at timestamp with time zone not null
table prescription_code issued_by text not null
table prescription_code replaces text
table published_form facility integer not null
table published_form id text not null
table published_form hash bytea not null
table queue_entry facility integer not null
table queue_entry encounter_id text not null
table queue_entry patient_id text not null
table queue_entry room_id text not null
table queue_entry day date not null
table queue_entry number text not null
table queue_entry record_number text not null
table queue_entry priority text
table queue_entry payer text not null
table queue_entry reason text not null
table queue_entry state text not null default 'waiting'::text
table queue_entry arrived_at timestamp with time zone not null
table queue_entry placed_at timestamp with time zone not null
table queue_entry triaged_at timestamp with time zone
table queue_entry called_at timestamp with time zone
table queue_entry called_count smallint not null default 0
table queue_entry started_at timestamp with time zone
table queue_entry finished_at timestamp with time zone
table queue_number facility integer not null
table queue_number room_id text not null
table queue_number day date not null
table queue_number kind text not null
table queue_number last integer not null
table quick_pin facility integer not null
table quick_pin account uuid not null
table quick_pin pin_hash text not null
table quick_pin set_at timestamp with time zone not null
table record_archive_number facility integer not null
table record_archive_number year integer not null
table record_archive_number last integer not null
table record_copy facility integer not null
table record_copy request_id uuid not null
table record_copy n integer not null
table record_copy at timestamp with time zone not null
table record_copy by_name text not null
table record_copy want text not null
table record_copy sha256 text not null
table record_copy papers integer not null
table record_destruction facility integer not null
table record_destruction id uuid not null
table record_destruction number integer not null
table record_destruction note text not null
table record_destruction prepared_by text not null
table record_destruction prepared_name text not null
table record_destruction prepared_at timestamp with time zone not null
table record_destruction decision text
table record_destruction decided_by text
table record_destruction decided_name text
table record_destruction decided_at timestamp with time zone
table record_destruction decision_note text
table record_destruction done_at timestamp with time zone
table record_destruction done_name text
table record_destruction minutes text
table record_destruction prepared_role text not null default 'record-office'::text
table record_destruction decided_role text
table record_destruction minutes_paper text
table record_destruction_item facility integer not null
table record_destruction_item destruction_id uuid not null
table record_destruction_item encounter_id text not null
table record_destruction_item record_number text not null
table record_destruction_item archive_number text not null
table record_destruction_item kept_until date not null
table record_destruction_item retention text not null
table record_destruction_item erased_at timestamp with time zone
table record_destruction_item files text[] not null default '{}'::text[]
table record_destruction_item files_gone_at timestamp with time zone
table record_destruction_item left_over text
table record_erased facility integer not null
table record_erased seq bigint not null
table record_erased destruction_id uuid not null
table record_erased encounter_id text not null
table record_erased type smallint not null
table record_erased id text not null
table record_erased version integer not null
table record_erased hash bytea not null
table record_hold facility integer not null
table record_hold id uuid not null
table record_hold encounter_id text not null
table record_hold reason text not null
table record_hold basis text not null
table record_hold placed_by text not null
table record_hold placed_name text not null
table record_hold placed_at timestamp with time zone not null
table record_hold lift_reason text
table record_hold lift_asked_by text
table record_hold lift_asked_name text
table record_hold lift_asked_at timestamp with time zone
table record_hold lifted_by text
table record_hold lifted_name text
table record_hold lifted_at timestamp with time zone
table record_index facility integer not null
table record_index encounter_id text not null
table record_index record_number text not null
table record_index archive_number text
table record_index state text not null
table record_index kind text not null
table record_index patient_id text not null
table record_index patient_name text not null default ''::text
table record_index patient_fold text not null default ''::text
table record_index mrn text not null default ''::text
table record_index born_on text
table record_index sex text
table record_index department text not null default ''::text
table record_index doctor_id text
table record_index doctor_name text not null default ''::text
table record_index doctor_fold text not null default ''::text
table record_index icd10 text[] not null default '{}'::text[]
table record_index diagnosis text not null default ''::text
table record_index started_at timestamp with time zone not null
table record_index ended_at timestamp with time zone
table record_index due_on date
table record_index archived_at timestamp with time zone
table record_index kept_until date
table record_index reopened boolean not null default false
table record_index needed integer not null default 0
table record_index missing jsonb not null default '[]'::jsonb
table record_index dirty boolean not null default true
table record_index words text not null default ''::text
table record_index ready boolean not null generated (missing = '[]'::jsonb)
table record_loan facility integer not null
table record_loan id uuid not null
table record_loan request_id uuid not null
table record_loan encounter_id text not null
table record_loan patient_id text not null
table record_loan due_on date not null
table record_loan lent_name text not null
table record_loan lent_at timestamp with time zone not null
table record_loan returned_name text
table record_loan returned_at timestamp with time zone
table record_loan state_of_it text
table record_number facility integer not null
table record_number year smallint not null
table record_number last integer not null
table record_place facility integer not null
table record_place encounter_id text not null
table record_place n integer not null
table record_place medium text not null
table record_place location text
table record_place set_by text not null
table record_place set_name text not null
table record_place set_at timestamp with time zone not null
table record_recognised facility integer not null
table record_recognised encounter_id text not null
table record_recognised source text not null
table record_recognised words text not null
table record_reopening facility integer not null
table record_reopening id uuid not null
table record_reopening encounter_id text not null
table record_reopening reason text not null
table record_reopening asked_by text not null
table record_reopening asked_name text not null
table record_reopening asked_at timestamp with time zone not null
table record_reopening decision text
table record_reopening decided_by text
table record_reopening decided_name text
table record_reopening decided_at timestamp with time zone
table record_reopening note text
table record_request facility integer not null
table record_request id uuid not null
table record_request number text not null
table record_request encounter_id text not null
table record_request patient_id text not null
table record_request kind text not null
table record_request asker text not null
table record_request identity text not null
table record_request relation text
table record_request purpose text not null
table record_request want text not null
table record_request written_on date
table record_request account_id text
table record_request taken_name text not null
table record_request taken_at timestamp with time zone not null
table record_request decision text
table record_request decided_name text
table record_request decided_at timestamp with time zone
table record_request note text
table record_request valid_until timestamp with time zone
table record_request withdrawn_at timestamp with time zone
table record_request_number facility integer not null
table record_request_number year integer not null
table record_request_number last integer not null
table record_retention facility integer not null
table record_retention id uuid not null
table record_retention encounter_id text not null
table record_retention class text not null
table record_retention years integer not null
table record_retention until date not null
table record_retention source text not null
table record_retention reason text not null
table record_retention raised_by text not null
table record_retention raised_name text not null
table record_retention raised_at timestamp with time zone not null
table recovery_code facility integer not null
table recovery_code code_hash bytea not null
table recovery_code account uuid not null
table recovery_code made_at timestamp with time zone not null
table recovery_code used_at timestamp with time zone
table resource facility integer not null
table resource type smallint not null
table resource id text not null
table resource version integer not null
table resource recorded_at timestamp with time zone not null
table resource patient text
table resource record text
table resource record_state text
table resource record_number text
table resource status text
table resource code bigint
table resource ct bigint not null
table resource ct_end bigint not null
table resource value double precision
table resource toks bigint[] not null
table resource content bytea not null
table resource hash bytea not null
table resource side bigint
table resource_type id smallint not null
table resource_type name text not null
table resource_version facility integer not null
table resource_version type smallint not null
table resource_version id text not null
table resource_version version integer not null
table resource_version seq bigint not null
table resource_version kind "char" not null
table resource_version recorded_at timestamp with time zone not null
table resource_version actor text not null
table resource_version patient text
table resource_version record text
table resource_version content bytea not null
table resource_version hash bytea not null
table resource_version leaf_xid xid8
table resource_version leaf_hash bytea
table result_seen facility integer not null
table result_seen person text not null
table result_seen patient_id text not null
table result_seen result_id text not null
table result_seen version integer not null
table result_seen seen_at timestamp with time zone not null
table scan facility integer not null
table scan id uuid not null
table scan encounter_id text not null
table scan patient_id text not null
table scan name text not null
table scan medium text not null
table scan original text not null
table scan clean text not null
table scan pages integer not null
table scan state text not null
table scan uploaded_by text not null
table scan uploaded_name text not null
table scan uploaded_at timestamp with time zone not null
table scan form text
table scan title text
table scan dated_on date
table scan indexed_by text
table scan indexed_name text
table scan indexed_at timestamp with time zone
table scan checked_by text
table scan checked_name text
table scan checked_at timestamp with time zone
table scan note text
table scan document_id text
table scan_page facility integer not null
table scan_page scan_id uuid not null
table scan_page page integer not null
table scan_page state text not null
table scan_page text text not null default ''::text
table scan_page confidence smallint not null default 0
table scan_page turned smallint not null default 0
table scan_page read_at timestamp with time zone not null
table scan_to_read facility integer not null
table scan_to_read scan_id uuid not null
table scan_to_read since timestamp with time zone not null
table seal_key facility integer not null
table seal_key id uuid not null
table seal_key kind text not null
table seal_key place jsonb not null
table seal_key certificate bytea not null
table seal_key chain bytea[] not null default '{}'::bytea[]
table seal_key pin_box bytea not null
table seal_key installed_by text not null
table seal_key installed_at timestamp with time zone not null
table seal_key removed_at timestamp with time zone
table seal_key stopped text
table search_contained facility integer not null
table search_contained type smallint not null
table search_contained id text not null
table search_contained container_type smallint not null
table search_contained container_id text not null
table search_contained n integer not null
table search_contained local text not null
table search_contained patient text
table search_contained code bigint
table search_contained ct bigint not null
table search_contained ct_end bigint not null
table search_contained value double precision
table search_contained toks bigint[] not null
table search_ordered facility integer not null
table search_ordered type smallint not null
table search_ordered id text not null
table search_ordered param integer not null
table search_ordered n smallint not null
table search_ordered key bigint not null
table search_ordered lo double precision not null
table search_ordered hi double precision not null
table search_ordered unit text
table search_rules facility integer not null
table search_rules type smallint not null
table search_rules fingerprint text not null
table search_rules after_id text not null
table search_rules done boolean not null
table search_rules contained boolean not null default false
table search_string facility integer not null
table search_string type smallint not null
table search_string id text not null
table search_string param integer not null
table search_string n smallint not null
table search_string value text not null
table search_text facility integer not null
table search_text type smallint not null
table search_text param integer not null
table search_text token bigint not null
table search_text value text not null
table search_word facility integer not null
table search_word seq bigint not null
table search_word words integer[] not null
table search_word_state facility integer not null
table search_word_state low bigint not null
table search_word_state run bigint not null
table search_word_state rules text not null
table second_person facility integer not null
table second_person id uuid not null
table second_person account text not null
table second_person name text not null
table second_person practitioner text
table second_person asked_by text not null
table second_person about text not null
table second_person expires_at timestamp with time zone not null
table second_person used_at timestamp with time zone
table session facility integer not null
table session token_hash bytea not null
table session id uuid not null
table session account uuid not null
table session created_at timestamp with time zone not null
table session last_seen_at timestamp with time zone not null
table session address text not null
table session user_agent text not null
table session ended_at timestamp with time zone
table session end_reason text
table session device uuid
table session factors text[] not null default '{password}'::text[]
table session locked_at timestamp with time zone
table session place text
table session must_enrol boolean not null default false
table signature_slot facility integer not null
table signature_slot document_id text not null
table signature_slot slot text not null
table signature_slot position integer not null
table signature_slot role text not null
table signature_slot practitioner_id text
table signature_slot state text not null
table signature_slot signed_by text
table signature_slot signed_at timestamp with time zone
table signature_slot provenance_id text
table signature_slot since timestamp with time zone not null
table signature_slot department text
table signature_slot turn integer not null
table signed_head facility integer not null
table signed_head size bigint not null
table signed_head at timestamp with time zone not null
table signed_head reason text not null
table signed_head text text not null
table signed_head signature bytea not null
table signer_key facility integer not null
table signer_key id uuid not null
table signer_key account_id text not null
table signer_key practitioner_id text
table signer_key certificate bytea not null
table signer_key private_key bytea
table signer_key salt bytea
table signer_key nonce bytea
table signer_key failures integer not null default 0
table signer_key locked_until timestamp with time zone
table signer_key created_at timestamp with time zone not null
table signer_key revoked_at timestamp with time zone
table signer_key kind text not null default 'software'::text
table signer_key place jsonb
table signer_key chain bytea[] not null default '{}'::bytea[]
table smart_grant facility integer not null
table smart_grant grant_id text not null
table smart_grant patient text not null
table smart_grant encounter text
table smart_grant made_at timestamp with time zone not null
table smart_launch facility integer not null
table smart_launch id_hash bytea not null
table smart_launch client_id text not null
table smart_launch account uuid not null
table smart_launch patient text not null
table smart_launch encounter text
table smart_launch expires_at timestamp with time zone not null
table stay facility integer not null
table stay encounter_id text not null
table stay patient_id text not null
table stay record_number text not null
table stay status text not null
table stay department text not null
table stay source text
table stay payer text not null
table stay reason text not null
table stay diagnosis text
table stay doctor_id text
table stay doctor_name text
table stay admitted_at timestamp with time zone not null
table stay left_at timestamp with time zone
table stay disposition text
table stay leave_since timestamp with time zone
table stay mother_stay text
table stay expected_discharge date
table stay_leave facility integer not null
table stay_leave encounter_id text not null
table stay_leave n smallint not null
table stay_leave during tstzrange not null
table stay_place facility integer not null
table stay_place encounter_id text not null
table stay_place n smallint not null
table stay_place patient_id text not null
table stay_place location_id text not null
table stay_place bed_id text
table stay_place department text not null
table stay_place during tstzrange not null
table stay_received facility integer not null
table stay_received encounter_id text not null
table stay_received to_department text not null
table stay_received asked_account text
table stay_received received_at timestamp with time zone not null
table stay_transfer facility integer not null
table stay_transfer encounter_id text not null
table stay_transfer patient_id text not null
table stay_transfer from_department text not null
table stay_transfer to_department text not null
table stay_transfer reason text not null
table stay_transfer urgent boolean not null default false
table stay_transfer asked_at timestamp with time zone not null
table stay_transfer asked_by text not null
table stay_transfer arrived_at timestamp with time zone not null
table stay_transfer asked_account text
table stock_barcode facility integer not null
table stock_barcode code text not null
table stock_barcode drug_code text not null
table stock_barcode lot text
table stock_barcode expires_on date
table stock_level facility integer not null
table stock_level place text not null
table stock_level drug_code text not null
table stock_level quantity numeric(14,4) not null
table stock_lot facility integer not null
table stock_lot place text not null
table stock_lot drug_code text not null
table stock_lot lot text not null
table stock_lot expires_on date
table stock_lot quantity numeric(14,4) not null
table stock_move facility integer not null
table stock_move id uuid not null
table stock_move number bigint not null identity
table stock_move place text not null
table stock_move drug_code text not null
table stock_move drug_name text not null
table stock_move unit text not null
table stock_move controlled text
table stock_move lot text not null
table stock_move expires_on date
table stock_move quantity numeric(14,4) not null
table stock_move balance numeric(14,4) not null default 0
table stock_move kind text not null
table stock_move cause text
table stock_move debt boolean not null default false
table stock_move at timestamp with time zone not null
table stock_move recorded_at timestamp with time zone not null
table stock_move by_account text not null
table stock_move by_name text not null
table stock_move witness_account text
table stock_move witness_name text
table stock_move patient_id text
table stock_move encounter_id text
table stock_move administration_id text
table stock_move payer text
table stock_move reason text
table stock_requisition facility integer not null
table stock_requisition id uuid not null
table stock_requisition place text not null
table stock_requisition for_day date not null
table stock_requisition controlled boolean not null
table stock_requisition status text not null
table stock_requisition lines jsonb not null
table stock_requisition asked_at timestamp with time zone not null
table stock_requisition asked_by text not null
table stock_requisition asked_name text not null
table stock_requisition supplied_at timestamp with time zone
table stock_requisition supplied_by text
table stock_requisition supplied_name text
table stock_requisition received_at timestamp with time zone
table stock_requisition received_by text
table stock_requisition received_name text
table subscription_event facility integer not null
table subscription_event subscription_id text not null
table subscription_event number bigint not null
table subscription_event type text not null
table subscription_event id text not null
table subscription_event version integer not null
table subscription_event deleted boolean not null
table subscription_event at timestamp with time zone not null
table subscription_event state text not null default 'waiting'::text
table subscription_event attempts integer not null default 0
table subscription_event next_at timestamp with time zone not null
table subscription_event delivered_at timestamp with time zone
table subscription_event error text
table subscription_state facility integer not null
table subscription_state horizon xid8 not null
table subscription_state floor bigint not null
table subscription_state pending_xmax xid8 not null
table subscription_state pending_floor bigint not null
table subscription_token facility integer not null
table subscription_token token_hash bytea not null
table subscription_token subscription_ids text[] not null
table subscription_token expires_at timestamp with time zone not null
table totp facility integer not null
table totp account uuid not null
table totp secret bytea not null
table totp made_at timestamp with time zone not null
table totp confirmed_at timestamp with time zone
table totp last_step bigint not null default 0
table training_record facility integer not null
table training_record id uuid not null
table training_record account text not null
table training_record course text not null
table training_record held_on date not null
table training_record taught_by text not null
table training_record result text not null
table training_record valid_until date
table training_record noted_at timestamp with time zone not null
table training_record noted_by text not null
table training_record noted_name text not null
table training_record struck_at timestamp with time zone
table training_record struck_by text
table training_record struck_reason text
table tree_head facility integer not null
table tree_head size bigint not null
table tree_head root bytea not null
table tree_head at timestamp with time zone not null
table upload_day facility integer not null
table upload_day account text not null
table upload_day day date not null
table upload_day files integer not null
table upload_day bytes bigint not null
table ward_place facility integer not null
table ward_place location_id text not null
table ward_place kind text not null
table ward_place part_of text
table ward_place department text not null
table ward_place name text not null
table ward_place place text
table ward_place status text not null default 'U'::text
table ward_place active boolean not null default true
table ward_place bed_kind text
table ward_place sex text
table ward_place ord integer not null default 0

constraint access_opening access_opening_check CHECK (((until > since) OR ((kind = 'label'::text) AND (until = since))))
constraint access_opening access_opening_check1 CHECK (((kind <> 'glass'::text) OR (account IS NOT NULL)))
constraint access_opening access_opening_check2 CHECK (((account IS NOT NULL) OR (department IS NOT NULL)))
constraint access_opening access_opening_check3 CHECK (((verdict IS NULL) = (verdict_at IS NULL)))
constraint access_opening access_opening_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint access_opening access_opening_kind_check CHECK ((kind = ANY (ARRAY['glass'::text, 'grant'::text, 'label'::text])))
constraint access_opening access_opening_pkey PRIMARY KEY (facility, id)
constraint access_opening access_opening_verdict_check CHECK ((verdict = ANY (ARRAY['justified'::text, 'followed'::text])))
constraint access_refusal_end access_refusal_end_check CHECK ((((decision IS NULL) = (decided_at IS NULL)) AND ((decision IS NULL) = (decided_by IS NULL))))
constraint access_refusal_end access_refusal_end_check1 CHECK (((document IS NOT NULL) OR (decided_by = asked_by)))
constraint access_refusal_end access_refusal_end_decision_check CHECK ((decision = ANY (ARRAY['ended'::text, 'kept'::text])))
constraint access_refusal_end access_refusal_end_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint access_refusal_end access_refusal_end_pkey PRIMARY KEY (facility, id)
constraint access_representative access_representative_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint access_representative access_representative_pkey PRIMARY KEY (facility, account, patient_id)
constraint access_review access_review_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint access_review access_review_pkey PRIMARY KEY (facility, id)
constraint access_review_item access_review_item_decision_check CHECK ((decision = ANY (ARRAY['keep'::text, 'change'::text, 'end'::text])))
constraint access_review_item access_review_item_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint access_review_item access_review_item_facility_review_fkey FOREIGN KEY (facility, review) REFERENCES access_review(facility, id)
constraint access_review_item access_review_item_pkey PRIMARY KEY (facility, review, account)
constraint account account_check CHECK (((kind <> 'patient'::text) OR (patient_id IS NOT NULL)))
constraint account account_email_check CHECK ((email ~ '^[^@[:space:]]{1,64}@[^@[:space:]]{1,190}$'::text))
constraint account account_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint account account_facility_user_name_key UNIQUE (facility, user_name)
constraint account account_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'system'::text, 'patient'::text])))
constraint account account_off_reason_check CHECK ((off_reason = ANY (ARRAY['administrator'::text, 'unused'::text, 'left'::text, 'review'::text])))
constraint account account_pkey PRIMARY KEY (facility, id)
constraint account account_user_name_check CHECK ((user_name ~ '^[a-z0-9][a-z0-9._-]{1,63}$'::text))
constraint account_notice account_notice_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint account_notice account_notice_mail_check CHECK ((mail = ANY (ARRAY['none'::text, 'waiting'::text, 'sent'::text, 'given-up'::text])))
constraint account_notice account_notice_pkey PRIMARY KEY (facility, id)
constraint alarm alarm_pkey PRIMARY KEY (facility, id)
constraint alarm_notice alarm_notice_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'webhook'::text])))
constraint alarm_notice alarm_notice_kind_check CHECK ((kind = ANY (ARRAY['begun'::text, 'ended'::text])))
constraint alarm_notice alarm_notice_pkey PRIMARY KEY (facility, alarm_id, channel, kind)
constraint alarm_notice alarm_notice_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'given-up'::text])))
constraint audit_access audit_access_pkey PRIMARY KEY (facility, actor, patient, day)
constraint audit_day audit_day_pkey PRIMARY KEY (facility, actor, day)
constraint audit_event audit_event_leaf CHECK (((leaf_xid IS NULL) = (leaf_hash IS NULL))) NOT VALID
constraint audit_event audit_event_pkey PRIMARY KEY (facility, seq)
constraint audit_hold audit_hold_check CHECK (((lifted_by IS NULL) = (lifted_at IS NULL)))
constraint audit_hold audit_hold_check1 CHECK ((lifted_by <> placed_by))
constraint audit_hold audit_hold_pkey PRIMARY KEY (facility, id)
constraint audit_listed audit_listed_pkey PRIMARY KEY (facility, patient, day, actor, action, outcome)
constraint audit_reader audit_reader_pkey PRIMARY KEY (facility, name)
constraint audit_relation audit_relation_kind_check CHECK ((kind = ANY (ARRAY['own'::text, 'household'::text, 'neighbour'::text])))
constraint audit_relation audit_relation_pkey PRIMARY KEY (facility, account, patient, kind)
constraint audit_removal audit_removal_check CHECK (((state = 'done'::text) = (ended_at IS NOT NULL)))
constraint audit_removal audit_removal_pkey PRIMARY KEY (facility, id)
constraint audit_removal audit_removal_state_check CHECK ((state = ANY (ARRAY['counting'::text, 'announced'::text, 'removing'::text, 'done'::text])))
constraint audit_removed audit_removed_kind_check CHECK ((kind = ANY (ARRAY['audit'::text, 'events'::text])))
constraint audit_removed audit_removed_pkey PRIMARY KEY (facility, seq)
constraint audit_review audit_review_pkey PRIMARY KEY (facility, id)
constraint audit_review audit_review_verdict_check CHECK ((verdict = ANY (ARRAY['justified'::text, 'followed'::text])))
constraint audit_stream audit_stream_pkey PRIMARY KEY (facility, target)
constraint audit_term audit_term_months_check CHECK ((months >= 12))
constraint audit_term audit_term_pkey PRIMARY KEY (action, from_on)
constraint audit_term audit_term_proofs_stay CHECK (((action <> 'destroy'::text) OR (months IS NULL)))
constraint backup_drill backup_drill_pkey PRIMARY KEY (facility, id)
constraint badge badge_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint badge badge_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint badge badge_pkey PRIMARY KEY (facility, id)
constraint bed_hold bed_hold_pkey PRIMARY KEY (facility, bed_id)
constraint birth_paper_code birth_paper_code_facility_encounter_id_key UNIQUE (facility, encounter_id)
constraint birth_paper_code birth_paper_code_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint birth_paper_code birth_paper_code_pkey PRIMARY KEY (facility, year, number)
constraint bulk_chosen bulk_chosen_facility_job_id_fkey FOREIGN KEY (facility, job_id) REFERENCES bulk_job(facility, id) ON DELETE CASCADE
constraint bulk_chosen bulk_chosen_pkey PRIMARY KEY (facility, job_id, type, id)
constraint bulk_file bulk_file_facility_job_id_fkey FOREIGN KEY (facility, job_id) REFERENCES bulk_job(facility, id) ON DELETE CASCADE
constraint bulk_file bulk_file_pkey PRIMARY KEY (facility, job_id, n)
constraint bulk_file bulk_file_role_check CHECK ((role = ANY (ARRAY['output'::text, 'deleted'::text, 'error'::text, 'input'::text])))
constraint bulk_job bulk_job_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint bulk_job bulk_job_kind_check CHECK ((kind = ANY (ARRAY['export'::text, 'import'::text])))
constraint bulk_job bulk_job_pkey PRIMARY KEY (facility, id)
constraint bulk_job bulk_job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
constraint bulk_waiting bulk_waiting_facility_job_id_fkey FOREIGN KEY (facility, job_id) REFERENCES bulk_job(facility, id) ON DELETE CASCADE
constraint bulk_waiting bulk_waiting_pkey PRIMARY KEY (facility, job_id, n, line)
constraint code_list code_list_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint code_list code_list_pkey PRIMARY KEY (facility, system)
constraint code_list_load code_list_load_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint code_list_load code_list_load_origin_check CHECK ((origin = ANY (ARRAY['starter'::text, 'import'::text])))
constraint code_list_load code_list_load_pkey PRIMARY KEY (facility, id)
constraint code_system code_system_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint code_system code_system_pkey PRIMARY KEY (facility, url, version)
constraint command command_pkey PRIMARY KEY (facility, id)
constraint concept concept_origin_check CHECK ((origin = ANY (ARRAY['starter'::text, 'import'::text])))
constraint concept concept_pkey PRIMARY KEY (facility, system, code, valid_from, load)
constraint concept_closure concept_closure_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint concept_closure concept_closure_pkey PRIMARY KEY (facility, name, system, code)
constraint concept_use concept_use_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint concept_use concept_use_pkey PRIMARY KEY (facility, place, system, code)
constraint concept_word concept_word_pkey PRIMARY KEY (facility, system, head, block)
constraint confirmation confirmation_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint confirmation confirmation_method_check CHECK ((method = ANY (ARRAY['drawn'::text, 'otp'::text, 'passkey'::text, 'fingerprint'::text])))
constraint confirmation confirmation_pkey PRIMARY KEY (facility, id)
constraint confirmation confirmation_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'failed'::text])))
constraint draft draft_pkey PRIMARY KEY (facility, actor, key)
constraint emergency_box emergency_box_check CHECK ((first < second))
constraint emergency_box emergency_box_facility_set_id_first_fkey FOREIGN KEY (facility, set_id, first) REFERENCES emergency_envelope(facility, set_id, number)
constraint emergency_box emergency_box_facility_set_id_second_fkey FOREIGN KEY (facility, set_id, second) REFERENCES emergency_envelope(facility, set_id, number)
constraint emergency_box emergency_box_pkey PRIMARY KEY (facility, set_id, first, second)
constraint emergency_envelope emergency_envelope_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint emergency_envelope emergency_envelope_facility_set_id_fkey FOREIGN KEY (facility, set_id) REFERENCES emergency_set(facility, id)
constraint emergency_envelope emergency_envelope_number_check CHECK (((number >= 1) AND (number <= 9)))
constraint emergency_envelope emergency_envelope_pkey PRIMARY KEY (facility, set_id, number)
constraint emergency_opening emergency_opening_check CHECK (((ended_at IS NULL) = (end_reason IS NULL)))
constraint emergency_opening emergency_opening_check1 CHECK ((((reviewed_at IS NULL) = (reviewed_by IS NULL)) AND ((reviewed_at IS NULL) = (review IS NULL))))
constraint emergency_opening emergency_opening_end_reason_check CHECK ((end_reason = ANY (ARRAY['time'::text, 'hand'::text, 'replaced'::text])))
constraint emergency_opening emergency_opening_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint emergency_opening emergency_opening_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint emergency_opening emergency_opening_facility_set_id_fkey FOREIGN KEY (facility, set_id) REFERENCES emergency_set(facility, id)
constraint emergency_opening emergency_opening_pkey PRIMARY KEY (facility, id)
constraint emergency_set emergency_set_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint emergency_set emergency_set_pkey PRIMARY KEY (facility, id)
constraint event_pack event_pack_leaf CHECK (((leaf_xid IS NULL) = (leaf_hash IS NULL))) NOT VALID
constraint event_pack event_pack_pkey PRIMARY KEY (facility, seq)
constraint external_identity external_identity_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint external_identity external_identity_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint external_identity external_identity_pkey PRIMARY KEY (facility, provider, subject)
constraint external_login external_login_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint external_login external_login_pkey PRIMARY KEY (facility, state_hash)
constraint external_provider external_provider_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint external_provider external_provider_id_check CHECK ((id ~ '^[a-z0-9][a-z0-9._-]{1,63}$'::text))
constraint external_provider external_provider_pkey PRIMARY KEY (facility, id)
constraint facility facility_code_key UNIQUE (code)
constraint facility facility_pkey PRIMARY KEY (id)
constraint facility_import facility_import_pkey PRIMARY KEY (facility)
constraint facility_import_file facility_import_file_pkey PRIMARY KEY (facility, path)
constraint form_presence form_presence_pkey PRIMARY KEY (facility, fill, actor)
constraint guess guess_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint guess guess_pkey PRIMARY KEY (facility, guesser, target)
constraint head_proof head_proof_facility_size_fkey FOREIGN KEY (facility, size) REFERENCES signed_head(facility, size)
constraint head_proof head_proof_level_check CHECK ((level = ANY (ARRAY['B-B'::text, 'B-T'::text, 'B-LT'::text, 'B-LTA'::text])))
constraint head_proof head_proof_pkey PRIMARY KEY (facility, size)
constraint head_proof head_proof_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'waiting'::text, 'refused'::text])))
constraint incident incident_check CHECK ((noticed_at <= opened_at))
constraint incident incident_check1 CHECK ((closed_at >= opened_at))
constraint incident incident_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint incident incident_facility_number_key UNIQUE (facility, number)
constraint incident incident_pkey PRIMARY KEY (facility, id)
constraint incident_act incident_act_facility_incident_id_fkey FOREIGN KEY (facility, incident_id) REFERENCES incident(facility, id)
constraint incident_act incident_act_kind_check CHECK ((kind = ANY (ARRAY['classified'::text, 'measure'::text, 'decision'::text, 'evidence'::text, 'notice'::text, 'needless'::text, 'persons'::text, 'proposed'::text, 'reopened'::text, 'closed'::text])))
constraint incident_act incident_act_pkey PRIMARY KEY (facility, incident_id, n)
constraint incident_drill incident_drill_check CHECK (((staged_at IS NULL) = (facts IS NULL)))
constraint incident_drill incident_drill_check1 CHECK (((graded_at IS NULL) = (grade IS NULL)))
constraint incident_drill incident_drill_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint incident_drill incident_drill_pkey PRIMARY KEY (facility, id)
constraint incident_person incident_person_facility_incident_id_n_fkey FOREIGN KEY (facility, incident_id, n) REFERENCES incident_act(facility, incident_id, n)
constraint incident_person incident_person_pkey PRIMARY KEY (facility, incident_id, n, patient_id)
constraint job_state job_state_pkey PRIMARY KEY (facility, job)
constraint kept_key kept_key_pkey PRIMARY KEY (facility, account)
constraint knowledge knowledge_event_check CHECK ((event = ANY (ARRAY['released'::text, 'viewed'::text])))
constraint knowledge knowledge_pkey PRIMARY KEY (facility, seq)
constraint lab_accession lab_accession_pkey PRIMARY KEY (facility, day)
constraint lab_result lab_result_pkey PRIMARY KEY (facility, observation_id)
constraint lab_tube lab_tube_pkey PRIMARY KEY (facility, specimen_id)
constraint lab_work lab_work_pkey PRIMARY KEY (facility, request_id)
constraint lab_work lab_work_state_check CHECK ((state = ANY (ARRAY['ordered'::text, 'collected'::text, 'received'::text, 'entered'::text, 'validated'::text, 'released'::text, 'cancelled'::text])))
constraint ledger_line ledger_line_leaf CHECK (((leaf_xid IS NULL) = (leaf_hash IS NULL))) NOT VALID
constraint ledger_line ledger_line_pkey PRIMARY KEY (facility, seq)
constraint ledger_node ledger_node_pkey PRIMARY KEY (facility, level, index)
constraint ledger_position ledger_position_leaf_hash_check CHECK ((length(leaf_hash) = 32))
constraint ledger_position ledger_position_pkey PRIMARY KEY (facility, "position")
constraint ledger_state ledger_state_pkey PRIMARY KEY (facility)
constraint login_attempt login_attempt_pkey PRIMARY KEY (facility, name_hash)
constraint login_challenge login_challenge_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint login_challenge login_challenge_pkey PRIMARY KEY (facility, challenge)
constraint login_device login_device_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint login_device login_device_facility_token_hash_key UNIQUE (facility, token_hash)
constraint login_device login_device_pkey PRIMARY KEY (facility, id)
constraint login_passkey login_passkey_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint login_passkey login_passkey_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint login_passkey login_passkey_pkey PRIMARY KEY (facility, id)
constraint medicine_dose medicine_dose_pkey PRIMARY KEY (facility, administration_id)
constraint medicine_order medicine_order_pkey PRIMARY KEY (facility, request_id)
constraint medicine_order_state medicine_order_state_pkey PRIMARY KEY (facility, request_id, at)
constraint migration migration_pkey PRIMARY KEY (name)
constraint oauth_client oauth_client_client_id_check CHECK ((client_id ~ '^[a-z0-9][a-z0-9._-]{1,63}$'::text))
constraint oauth_client oauth_client_client_id_key UNIQUE (client_id)
constraint oauth_client oauth_client_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint oauth_client oauth_client_pkey PRIMARY KEY (facility, client_id)
constraint oauth_consent oauth_consent_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint oauth_consent oauth_consent_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint oauth_consent oauth_consent_pkey PRIMARY KEY (facility, grant_id)
constraint oauth_revoked oauth_revoked_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint oauth_revoked oauth_revoked_pkey PRIMARY KEY (facility, jti)
constraint oauth_state oauth_state_pkey PRIMARY KEY (facility, model, id_hash)
constraint order_alert order_alert_outcome_check CHECK ((outcome = ANY (ARRAY['shown'::text, 'heeded'::text, 'overridden'::text, 'dry'::text])))
constraint order_alert order_alert_pkey PRIMARY KEY (facility, encounter_id, key, person, day)
constraint order_counter order_counter_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint order_counter order_counter_last_check CHECK ((last > 0))
constraint order_counter order_counter_pkey PRIMARY KEY (facility, day)
constraint order_place order_place_pkey PRIMARY KEY (facility, encounter_id)
constraint order_set_own order_set_own_pkey PRIMARY KEY (facility, person, id)
constraint order_use order_use_pkey PRIMARY KEY (facility, person, kind, code)
constraint order_work order_work_pkey PRIMARY KEY (facility, resource_type, id)
constraint outbox outbox_pkey PRIMARY KEY (facility, seq)
constraint paper_evidence paper_evidence_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint paper_evidence paper_evidence_kind_check CHECK ((kind = ANY (ARRAY['paper'::text, 'row'::text])))
constraint paper_evidence paper_evidence_level_check CHECK ((level = ANY (ARRAY['B-B'::text, 'B-T'::text, 'B-LT'::text, 'B-LTA'::text])))
constraint paper_evidence paper_evidence_pkey PRIMARY KEY (facility, document_id)
constraint paper_evidence paper_evidence_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'waiting'::text, 'refused'::text])))
constraint paper_evidence paper_evidence_wanted_check CHECK ((wanted = ANY (ARRAY['B-LT'::text, 'B-LTA'::text])))
constraint paper_shown paper_shown_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint paper_shown paper_shown_pkey PRIMARY KEY (facility, batch, account_id, document_id, sha256)
constraint passkey passkey_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint passkey passkey_pkey PRIMARY KEY (facility, id)
constraint passkey_question passkey_question_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint passkey_question passkey_question_pkey PRIMARY KEY (facility, account_id)
constraint password_history password_history_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint password_history password_history_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint password_history password_history_pkey PRIMARY KEY (facility, account, set_at)
constraint patient_index patient_index_pkey PRIMARY KEY (facility, patient_id)
constraint patient_merge patient_merge_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint patient_merge patient_merge_pkey PRIMARY KEY (facility, id)
constraint patient_merge_change patient_merge_change_facility_merge_id_fkey FOREIGN KEY (facility, merge_id) REFERENCES patient_merge(facility, id)
constraint patient_merge_change patient_merge_change_how_check CHECK ((how = ANY (ARRAY['rewritten'::text, 'refiled'::text, 'row'::text])))
constraint patient_merge_change patient_merge_change_pkey PRIMARY KEY (facility, merge_id, type, id)
constraint patient_number patient_number_pkey PRIMARY KEY (facility, year)
constraint phrase phrase_pkey PRIMARY KEY (facility, owner, short)
constraint prescription_code prescription_code_code_check CHECK ((code ~ '^[0-9a-z]{12}-[CNH]$'::text))
constraint prescription_code prescription_code_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint prescription_code prescription_code_pkey PRIMARY KEY (facility, code)
constraint published_form published_form_pkey PRIMARY KEY (facility, id)
constraint queue_entry queue_entry_facility_room_id_day_number_key UNIQUE (facility, room_id, day, number)
constraint queue_entry queue_entry_pkey PRIMARY KEY (facility, encounter_id)
constraint queue_entry queue_entry_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'called'::text, 'in-room'::text, 'skipped'::text, 'done'::text, 'cancelled'::text])))
constraint queue_number queue_number_kind_check CHECK ((kind = ANY (ARRAY['N'::text, 'P'::text])))
constraint queue_number queue_number_pkey PRIMARY KEY (facility, room_id, day, kind)
constraint quick_pin quick_pin_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint quick_pin quick_pin_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint quick_pin quick_pin_pkey PRIMARY KEY (facility, account)
constraint record_archive_number record_archive_number_pkey PRIMARY KEY (facility, year)
constraint record_copy record_copy_pkey PRIMARY KEY (facility, request_id, n)
constraint record_destruction record_destruction_check CHECK ((decided_by IS DISTINCT FROM prepared_by))
constraint record_destruction record_destruction_check1 CHECK (((decision IS NULL) = (decided_by IS NULL)))
constraint record_destruction record_destruction_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'refused'::text])))
constraint record_destruction record_destruction_facility_number_key UNIQUE (facility, number)
constraint record_destruction record_destruction_pkey PRIMARY KEY (facility, id)
constraint record_destruction_item record_destruction_item_pkey PRIMARY KEY (facility, destruction_id, encounter_id)
constraint record_erased record_erased_pkey PRIMARY KEY (facility, seq)
constraint record_hold record_hold_check CHECK (((lifted_by IS NULL) OR (lift_asked_by IS NOT NULL)))
constraint record_hold record_hold_check1 CHECK (((lifted_by IS NULL) OR (lifted_by <> lift_asked_by)))
constraint record_hold record_hold_pkey PRIMARY KEY (facility, id)
constraint record_index record_index_pkey PRIMARY KEY (facility, encounter_id)
constraint record_index record_index_state_check CHECK ((state = ANY (ARRAY['open'::text, 'finished'::text, 'completed'::text, 'submitted'::text, 'accepted'::text, 'archived'::text, 'destroyed'::text])))
constraint record_loan record_loan_pkey PRIMARY KEY (facility, id)
constraint record_number record_number_pkey PRIMARY KEY (facility, year)
constraint record_place record_place_check CHECK (((medium = 'electronic'::text) OR (location IS NOT NULL)))
constraint record_place record_place_medium_check CHECK ((medium = ANY (ARRAY['electronic'::text, 'paper'::text, 'hybrid'::text])))
constraint record_place record_place_pkey PRIMARY KEY (facility, encounter_id, n)
constraint record_recognised record_recognised_pkey PRIMARY KEY (facility, encounter_id, source)
constraint record_reopening record_reopening_check CHECK ((decided_by IS DISTINCT FROM asked_by))
constraint record_reopening record_reopening_check1 CHECK (((decision IS NULL) = (decided_by IS NULL)))
constraint record_reopening record_reopening_decision_check CHECK ((decision = ANY (ARRAY['granted'::text, 'refused'::text])))
constraint record_reopening record_reopening_pkey PRIMARY KEY (facility, id)
constraint record_request record_request_check CHECK ((((decision = 'granted'::text) = (valid_until IS NOT NULL)) OR (decision IS NULL)))
constraint record_request record_request_decision_check CHECK ((decision = ANY (ARRAY['granted'::text, 'refused'::text])))
constraint record_request record_request_pkey PRIMARY KEY (facility, id)
constraint record_request record_request_want_check CHECK ((want = ANY (ARRAY['read'::text, 'copy'::text, 'summary'::text])))
constraint record_request_number record_request_number_pkey PRIMARY KEY (facility, year)
constraint record_retention record_retention_pkey PRIMARY KEY (facility, id)
constraint recovery_code recovery_code_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint recovery_code recovery_code_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint recovery_code recovery_code_pkey PRIMARY KEY (facility, code_hash)
constraint resource resource_pkey PRIMARY KEY (facility, type, id)
constraint resource_type resource_type_name_key UNIQUE (name)
constraint resource_type resource_type_pkey PRIMARY KEY (id)
constraint resource_version resource_version_kind_check CHECK ((kind = ANY (ARRAY['c'::"char", 'u'::"char", 'd'::"char"])))
constraint resource_version resource_version_leaf CHECK (((leaf_xid IS NULL) = (leaf_hash IS NULL))) NOT VALID
constraint resource_version resource_version_pkey PRIMARY KEY (facility, type, id, version)
constraint result_seen result_seen_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint result_seen result_seen_pkey PRIMARY KEY (facility, person, result_id)
constraint scan scan_check CHECK (((checked_by IS NULL) OR ((checked_by <> uploaded_by) AND (checked_by <> indexed_by))))
constraint scan scan_medium_check CHECK ((medium = ANY (ARRAY['pdf'::text, 'image'::text])))
constraint scan scan_pkey PRIMARY KEY (facility, id)
constraint scan scan_state_check CHECK ((state = ANY (ARRAY['uploaded'::text, 'indexed'::text, 'sealed'::text, 'rejected'::text])))
constraint scan_page scan_page_check CHECK (((state = 'read'::text) OR (text = ''::text)))
constraint scan_page scan_page_confidence_check CHECK (((confidence >= 0) AND (confidence <= 100)))
constraint scan_page scan_page_facility_scan_id_fkey FOREIGN KEY (facility, scan_id) REFERENCES scan(facility, id) ON DELETE CASCADE
constraint scan_page scan_page_page_check CHECK ((page > 0))
constraint scan_page scan_page_pkey PRIMARY KEY (facility, scan_id, page)
constraint scan_page scan_page_state_check CHECK ((state = ANY (ARRAY['read'::text, 'blank'::text, 'unclear'::text, 'failed'::text])))
constraint scan_page scan_page_turned_check CHECK ((turned = ANY (ARRAY[0, 90, 180, 270])))
constraint scan_to_read scan_to_read_facility_scan_id_fkey FOREIGN KEY (facility, scan_id) REFERENCES scan(facility, id) ON DELETE CASCADE
constraint scan_to_read scan_to_read_pkey PRIMARY KEY (facility, scan_id)
constraint seal_key seal_key_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint seal_key seal_key_kind_check CHECK ((kind = ANY (ARRAY['token'::text, 'remote'::text])))
constraint seal_key seal_key_pkey PRIMARY KEY (facility, id)
constraint search_contained search_contained_pkey PRIMARY KEY (facility, type, id)
constraint search_ordered search_ordered_pkey PRIMARY KEY (facility, type, id, param, n)
constraint search_rules search_rules_pkey PRIMARY KEY (facility, type)
constraint search_string search_string_pkey PRIMARY KEY (facility, type, id, param, n)
constraint search_text search_text_pkey PRIMARY KEY (facility, type, param, token)
constraint search_word search_word_pkey PRIMARY KEY (facility, seq)
constraint search_word_state search_word_state_pkey PRIMARY KEY (facility)
constraint second_person second_person_check CHECK ((account <> asked_by))
constraint second_person second_person_pkey PRIMARY KEY (facility, id)
constraint session session_end_reason_check CHECK ((end_reason = ANY (ARRAY['logout'::text, 'replaced'::text, 'expired'::text, 'password'::text, 'administrator'::text, 'device'::text, 'pin'::text, 'unused'::text, 'left'::text])))
constraint session session_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint session session_facility_id_key UNIQUE (facility, id)
constraint session session_pkey PRIMARY KEY (facility, token_hash)
constraint signature_slot signature_slot_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint signature_slot signature_slot_pkey PRIMARY KEY (facility, document_id, slot)
constraint signature_slot signature_slot_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'signed'::text, 'void'::text])))
constraint signed_head signed_head_pkey PRIMARY KEY (facility, size)
constraint signed_head signed_head_reason_check CHECK ((reason = ANY (ARRAY['interval'::text, 'archiving'::text, 'export'::text])))
constraint signer_key signer_key_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint signer_key signer_key_kind_check CHECK ((kind = ANY (ARRAY['software'::text, 'token'::text, 'remote'::text])))
constraint signer_key signer_key_pkey PRIMARY KEY (facility, id)
constraint signer_key signer_key_place CHECK ( CASE kind WHEN 'software'::text THEN ((private_key IS NOT NULL) AND (salt IS NOT NULL) AND (nonce IS NOT NULL)) ELSE ((place IS NOT NULL) AND (private_key IS NULL)) END)
constraint smart_grant smart_grant_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint smart_grant smart_grant_pkey PRIMARY KEY (facility, grant_id)
constraint smart_launch smart_launch_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint smart_launch smart_launch_pkey PRIMARY KEY (facility, id_hash)
constraint stay stay_pkey PRIMARY KEY (facility, encounter_id)
constraint stay_leave stay_leave_during_check CHECK ((NOT isempty(during)))
constraint stay_leave stay_leave_pkey PRIMARY KEY (facility, encounter_id, n)
constraint stay_place stay_place_bed EXCLUDE USING gist (facility WITH =, bed_id WITH =, during WITH &&)
constraint stay_place stay_place_during_check CHECK ((NOT isempty(during)))
constraint stay_place stay_place_patient EXCLUDE USING gist (facility WITH =, patient_id WITH =, during WITH &&)
constraint stay_place stay_place_pkey PRIMARY KEY (facility, encounter_id, n)
constraint stay_received stay_received_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint stay_received stay_received_pkey PRIMARY KEY (facility, encounter_id, to_department, received_at)
constraint stay_transfer stay_transfer_pkey PRIMARY KEY (facility, encounter_id)
constraint stock_barcode stock_barcode_pkey PRIMARY KEY (facility, code)
constraint stock_level stock_level_pkey PRIMARY KEY (facility, place, drug_code)
constraint stock_lot stock_lot_pkey PRIMARY KEY (facility, place, drug_code, lot)
constraint stock_move stock_move_check CHECK (((quantity <> (0)::numeric) OR (kind = 'count'::text)))
constraint stock_move stock_move_controlled_check CHECK ((controlled = ANY (ARRAY['N'::text, 'H'::text])))
constraint stock_move stock_move_kind_check CHECK ((kind = ANY (ARRAY['receive'::text, 'dose'::text, 'destroy'::text, 'return'::text, 'count'::text, 'correct'::text, 'settle'::text])))
constraint stock_move stock_move_pkey PRIMARY KEY (facility, id)
constraint stock_move stock_move_two_persons CHECK (((controlled IS NULL) OR ((witness_account IS NOT NULL) AND (witness_account <> by_account))))
constraint stock_requisition stock_requisition_pkey PRIMARY KEY (facility, id)
constraint stock_requisition stock_requisition_status_check CHECK ((status = ANY (ARRAY['asked'::text, 'supplied'::text, 'received'::text, 'cancelled'::text])))
constraint subscription_event subscription_event_pkey PRIMARY KEY (facility, subscription_id, number)
constraint subscription_event subscription_event_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'given-up'::text, 'withheld'::text])))
constraint subscription_state subscription_state_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint subscription_state subscription_state_pkey PRIMARY KEY (facility)
constraint subscription_token subscription_token_pkey PRIMARY KEY (facility, token_hash)
constraint totp totp_facility_account_fkey FOREIGN KEY (facility, account) REFERENCES account(facility, id)
constraint totp totp_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint totp totp_pkey PRIMARY KEY (facility, account)
constraint training_record training_record_check CHECK (((valid_until IS NULL) OR (valid_until >= held_on)))
constraint training_record training_record_check1 CHECK (((struck_at IS NULL) = (struck_reason IS NULL)))
constraint training_record training_record_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint training_record training_record_pkey PRIMARY KEY (facility, id)
constraint training_record training_record_result_check CHECK ((result = ANY (ARRAY['passed'::text, 'failed'::text])))
constraint tree_head tree_head_pkey PRIMARY KEY (facility, size)
constraint upload_day upload_day_facility_fkey FOREIGN KEY (facility) REFERENCES facility(id)
constraint upload_day upload_day_pkey PRIMARY KEY (facility, account, day)
constraint ward_place ward_place_kind_check CHECK ((kind = ANY (ARRAY['wa'::text, 'ro'::text, 'bd'::text])))
constraint ward_place ward_place_pkey PRIMARY KEY (facility, location_id)

index CREATE INDEX access_opening_account ON public.access_opening USING btree (facility, account, until) WHERE (account IS NOT NULL)
index CREATE INDEX access_opening_patient ON public.access_opening USING btree (facility, patient_id, until)
index CREATE UNIQUE INDEX access_opening_pkey ON public.access_opening USING btree (facility, id)
index CREATE INDEX access_opening_waiting ON public.access_opening USING btree (facility, since) WHERE ((kind = 'glass'::text) AND (verdict IS NULL))
index CREATE INDEX access_refusal_end_consent ON public.access_refusal_end USING btree (facility, consent)
index CREATE UNIQUE INDEX access_refusal_end_pkey ON public.access_refusal_end USING btree (facility, id)
index CREATE INDEX access_refusal_end_waiting ON public.access_refusal_end USING btree (facility, asked_at) WHERE (decision IS NULL)
index CREATE INDEX access_representative_patient ON public.access_representative USING btree (facility, patient_id)
index CREATE UNIQUE INDEX access_representative_pkey ON public.access_representative USING btree (facility, account, patient_id)
index CREATE UNIQUE INDEX access_review_open ON public.access_review USING btree (facility) WHERE (closed_at IS NULL)
index CREATE UNIQUE INDEX access_review_pkey ON public.access_review USING btree (facility, id)
index CREATE UNIQUE INDEX access_review_item_pkey ON public.access_review_item USING btree (facility, review, account)
index CREATE UNIQUE INDEX account_by_external_id ON public.account USING btree (facility, external_id) WHERE (external_id IS NOT NULL)
index CREATE UNIQUE INDEX account_facility_user_name_key ON public.account USING btree (facility, user_name)
index CREATE UNIQUE INDEX account_pkey ON public.account USING btree (facility, id)
index CREATE INDEX account_notice_mail ON public.account_notice USING btree (facility, next_at) WHERE (mail = 'waiting'::text)
index CREATE INDEX account_notice_of ON public.account_notice USING btree (facility, account, at DESC)
index CREATE UNIQUE INDEX account_notice_pkey ON public.account_notice USING btree (facility, id)
index CREATE UNIQUE INDEX alarm_open ON public.alarm USING btree (facility, area, part) WHERE (ended_at IS NULL)
index CREATE UNIQUE INDEX alarm_pkey ON public.alarm USING btree (facility, id)
index CREATE INDEX alarm_time ON public.alarm USING btree (facility, began_at DESC)
index CREATE UNIQUE INDEX alarm_notice_pkey ON public.alarm_notice USING btree (facility, alarm_id, channel, kind)
index CREATE INDEX alarm_notice_waiting ON public.alarm_notice USING btree (facility, next_at) WHERE (state = 'waiting'::text)
index CREATE INDEX audit_access_day ON public.audit_access USING btree (facility, day)
index CREATE INDEX audit_access_patient ON public.audit_access USING btree (facility, patient, day)
index CREATE UNIQUE INDEX audit_access_pkey ON public.audit_access USING btree (facility, actor, patient, day)
index CREATE UNIQUE INDEX audit_day_pkey ON public.audit_day USING btree (facility, actor, day)
index CREATE INDEX audit_event_actor ON public.audit_event USING btree (facility, actor, at, seq)
index CREATE INDEX audit_event_at ON public.audit_event USING btree (facility, at, seq)
index CREATE INDEX audit_event_done ON public.audit_event USING btree (facility, actor, action, at, seq) WHERE (action <> ALL (ARRAY['read'::text, 'search'::text, 'view'::text]))
index CREATE UNIQUE INDEX audit_event_id ON public.audit_event USING btree (facility, id)
index CREATE INDEX audit_event_patient ON public.audit_event USING btree (facility, patient, at, seq) WHERE (patient IS NOT NULL)
index CREATE UNIQUE INDEX audit_event_pkey ON public.audit_event USING btree (facility, seq)
index CREATE INDEX audit_event_rare ON public.audit_event USING btree (facility, action, at, seq) WHERE (action <> ALL (ARRAY['create'::text, 'update'::text, 'read'::text, 'search'::text, 'view'::text]))
index CREATE INDEX audit_event_refused ON public.audit_event USING btree (facility, outcome, at, seq) WHERE (outcome <> 'success'::text)
index CREATE INDEX audit_hold_active ON public.audit_hold USING btree (facility) WHERE (lifted_by IS NULL)
index CREATE UNIQUE INDEX audit_hold_pkey ON public.audit_hold USING btree (facility, id)
index CREATE INDEX audit_listed_day ON public.audit_listed USING btree (facility, day)
index CREATE UNIQUE INDEX audit_listed_pkey ON public.audit_listed USING btree (facility, patient, day, actor, action, outcome)
index CREATE UNIQUE INDEX audit_reader_pkey ON public.audit_reader USING btree (facility, name)
index CREATE INDEX audit_relation_patient ON public.audit_relation USING btree (facility, patient)
index CREATE UNIQUE INDEX audit_relation_pkey ON public.audit_relation USING btree (facility, account, patient, kind)
index CREATE UNIQUE INDEX audit_removal_one ON public.audit_removal USING btree (facility) WHERE (ended_at IS NULL)
index CREATE UNIQUE INDEX audit_removal_pkey ON public.audit_removal USING btree (facility, id)
index CREATE INDEX audit_removed_id ON public.audit_removed USING btree (facility, id)
index CREATE UNIQUE INDEX audit_removed_pkey ON public.audit_removed USING btree (facility, seq)
index CREATE UNIQUE INDEX audit_review_once ON public.audit_review USING btree (facility, rule, actor, patient, day)
index CREATE UNIQUE INDEX audit_review_pkey ON public.audit_review USING btree (facility, id)
index CREATE UNIQUE INDEX audit_stream_pkey ON public.audit_stream USING btree (facility, target)
index CREATE UNIQUE INDEX audit_term_pkey ON public.audit_term USING btree (action, from_on)
index CREATE INDEX backup_drill_at ON public.backup_drill USING btree (facility, at DESC)
index CREATE UNIQUE INDEX backup_drill_pkey ON public.backup_drill USING btree (facility, id)
index CREATE UNIQUE INDEX badge_by_code ON public.badge USING btree (facility, code_hash) WHERE (ended_at IS NULL)
index CREATE INDEX badge_of_account ON public.badge USING btree (facility, account)
index CREATE UNIQUE INDEX badge_pkey ON public.badge USING btree (facility, id)
index CREATE UNIQUE INDEX bed_hold_pkey ON public.bed_hold USING btree (facility, bed_id)
index CREATE UNIQUE INDEX birth_paper_code_facility_encounter_id_key ON public.birth_paper_code USING btree (facility, encounter_id)
index CREATE UNIQUE INDEX birth_paper_code_pkey ON public.birth_paper_code USING btree (facility, year, number)
index CREATE UNIQUE INDEX bulk_chosen_pkey ON public.bulk_chosen USING btree (facility, job_id, type, id)
index CREATE UNIQUE INDEX bulk_file_pkey ON public.bulk_file USING btree (facility, job_id, n)
index CREATE INDEX bulk_job_open ON public.bulk_job USING btree (facility, asked_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]))
index CREATE UNIQUE INDEX bulk_job_pkey ON public.bulk_job USING btree (facility, id)
index CREATE UNIQUE INDEX bulk_waiting_pkey ON public.bulk_waiting USING btree (facility, job_id, n, line)
index CREATE UNIQUE INDEX code_list_pkey ON public.code_list USING btree (facility, system)
index CREATE INDEX code_list_load_file ON public.code_list_load USING btree (facility, file_hash)
index CREATE UNIQUE INDEX code_list_load_pkey ON public.code_list_load USING btree (facility, id)
index CREATE UNIQUE INDEX code_system_pkey ON public.code_system USING btree (facility, url, version)
index CREATE INDEX code_system_resource ON public.code_system USING btree (facility, resource) WHERE (resource IS NOT NULL)
index CREATE UNIQUE INDEX command_pkey ON public.command USING btree (facility, id)
index CREATE INDEX concept_more_parents ON public.concept USING gin (more_parents) WHERE (more_parents IS NOT NULL)
index CREATE INDEX concept_parent ON public.concept USING btree (facility, system, parent) WHERE (parent IS NOT NULL)
index CREATE UNIQUE INDEX concept_pkey ON public.concept USING btree (facility, system, code, valid_from, load)
index CREATE INDEX concept_position ON public.concept USING btree (facility, system, "position", code) WHERE (replaced_by IS NULL)
index CREATE UNIQUE INDEX concept_closure_pkey ON public.concept_closure USING btree (facility, name, system, code)
index CREATE UNIQUE INDEX concept_use_pkey ON public.concept_use USING btree (facility, place, system, code)
index CREATE UNIQUE INDEX concept_word_pkey ON public.concept_word USING btree (facility, system, head, block)
index CREATE UNIQUE INDEX confirmation_of_place ON public.confirmation USING btree (facility, document_id, place) WHERE (state = 'done'::text)
index CREATE UNIQUE INDEX confirmation_pkey ON public.confirmation USING btree (facility, id)
index CREATE UNIQUE INDEX draft_pkey ON public.draft USING btree (facility, actor, key)
index CREATE UNIQUE INDEX emergency_box_pkey ON public.emergency_box USING btree (facility, set_id, first, second)
index CREATE UNIQUE INDEX emergency_envelope_pkey ON public.emergency_envelope USING btree (facility, set_id, number)
index CREATE UNIQUE INDEX emergency_opening_open ON public.emergency_opening USING btree (facility) WHERE (ended_at IS NULL)
index CREATE UNIQUE INDEX emergency_opening_pkey ON public.emergency_opening USING btree (facility, id)
index CREATE UNIQUE INDEX emergency_set_in_use ON public.emergency_set USING btree (facility) WHERE (replaced_at IS NULL)
index CREATE UNIQUE INDEX emergency_set_pkey ON public.emergency_set USING btree (facility, id)
index CREATE INDEX event_pack_at ON public.event_pack USING btree (facility, at, seq)
index CREATE INDEX event_pack_changed ON public.event_pack USING gin (event_changes(told)) WITH (gin_pending_list_limit='256') WHERE (strpos(told, 'te",'::text) > 0)
index CREATE INDEX event_pack_keys ON public.event_pack USING gin (keys) WITH (gin_pending_list_limit='256')
index CREATE UNIQUE INDEX event_pack_pkey ON public.event_pack USING btree (facility, seq)
index CREATE INDEX external_identity_of_account ON public.external_identity USING btree (facility, account)
index CREATE UNIQUE INDEX external_identity_pkey ON public.external_identity USING btree (facility, provider, subject)
index CREATE UNIQUE INDEX external_login_pkey ON public.external_login USING btree (facility, state_hash)
index CREATE UNIQUE INDEX external_provider_pkey ON public.external_provider USING btree (facility, id)
index CREATE UNIQUE INDEX facility_code_key ON public.facility USING btree (code)
index CREATE UNIQUE INDEX facility_pkey ON public.facility USING btree (id)
index CREATE UNIQUE INDEX facility_import_pkey ON public.facility_import USING btree (facility)
index CREATE UNIQUE INDEX facility_import_file_pkey ON public.facility_import_file USING btree (facility, path)
index CREATE UNIQUE INDEX form_presence_pkey ON public.form_presence USING btree (facility, fill, actor)
index CREATE UNIQUE INDEX guess_pkey ON public.guess USING btree (facility, guesser, target)
index CREATE INDEX head_proof_due ON public.head_proof USING btree (facility, next_try) WHERE (next_try IS NOT NULL)
index CREATE UNIQUE INDEX head_proof_pkey ON public.head_proof USING btree (facility, size)
index CREATE UNIQUE INDEX incident_facility_number_key ON public.incident USING btree (facility, number)
index CREATE INDEX incident_open ON public.incident USING btree (facility, noticed_at) WHERE (closed_at IS NULL)
index CREATE UNIQUE INDEX incident_pkey ON public.incident USING btree (facility, id)
index CREATE UNIQUE INDEX incident_act_pkey ON public.incident_act USING btree (facility, incident_id, n)
index CREATE UNIQUE INDEX incident_drill_pkey ON public.incident_drill USING btree (facility, id)
index CREATE INDEX incident_drill_time ON public.incident_drill USING btree (facility, planned_at DESC)
index CREATE INDEX incident_person_patient ON public.incident_person USING btree (facility, patient_id)
index CREATE UNIQUE INDEX incident_person_pkey ON public.incident_person USING btree (facility, incident_id, n, patient_id)
index CREATE UNIQUE INDEX job_state_pkey ON public.job_state USING btree (facility, job)
index CREATE UNIQUE INDEX kept_key_pkey ON public.kept_key USING btree (facility, account)
index CREATE UNIQUE INDEX knowledge_pkey ON public.knowledge USING btree (facility, seq)
index CREATE INDEX knowledge_resource ON public.knowledge USING btree (facility, type, id, version)
index CREATE UNIQUE INDEX lab_accession_pkey ON public.lab_accession USING btree (facility, day)
index CREATE UNIQUE INDEX lab_result_pkey ON public.lab_result USING btree (facility, observation_id)
index CREATE INDEX lab_result_request ON public.lab_result USING btree (facility, request_id)
index CREATE UNIQUE INDEX lab_tube_accession ON public.lab_tube USING btree (facility, accession) WHERE (accession IS NOT NULL)
index CREATE UNIQUE INDEX lab_tube_pkey ON public.lab_tube USING btree (facility, specimen_id)
index CREATE INDEX lab_tube_requests ON public.lab_tube USING gin (requests)
index CREATE INDEX lab_work_open ON public.lab_work USING btree (facility, ordered_at) WHERE (state <> ALL (ARRAY['released'::text, 'cancelled'::text]))
index CREATE INDEX lab_work_patient ON public.lab_work USING btree (facility, patient_id)
index CREATE UNIQUE INDEX lab_work_pkey ON public.lab_work USING btree (facility, request_id)
index CREATE INDEX lab_work_requisition ON public.lab_work USING btree (facility, requisition)
index CREATE INDEX ledger_line_begins ON public.ledger_line USING btree (facility, line text_pattern_ops)
index CREATE INDEX ledger_line_hash ON public.ledger_line USING btree (facility, "right"(line, 64) text_pattern_ops)
index CREATE INDEX ledger_line_kind ON public.ledger_line USING btree (facility, kind, seq)
index CREATE UNIQUE INDEX ledger_line_pkey ON public.ledger_line USING btree (facility, seq)
index CREATE UNIQUE INDEX ledger_node_pkey ON public.ledger_node USING btree (facility, level, index)
index CREATE UNIQUE INDEX ledger_position_pkey ON public.ledger_position USING btree (facility, "position")
index CREATE UNIQUE INDEX ledger_position_seq ON public.ledger_position USING btree (facility, seq)
index CREATE UNIQUE INDEX ledger_state_pkey ON public.ledger_state USING btree (facility)
index CREATE UNIQUE INDEX login_attempt_pkey ON public.login_attempt USING btree (facility, name_hash)
index CREATE UNIQUE INDEX login_challenge_pkey ON public.login_challenge USING btree (facility, challenge)
index CREATE UNIQUE INDEX login_device_facility_token_hash_key ON public.login_device USING btree (facility, token_hash)
index CREATE UNIQUE INDEX login_device_pkey ON public.login_device USING btree (facility, id)
index CREATE INDEX login_passkey_of_account ON public.login_passkey USING btree (facility, account)
index CREATE UNIQUE INDEX login_passkey_pkey ON public.login_passkey USING btree (facility, id)
index CREATE UNIQUE INDEX medicine_dose_once ON public.medicine_dose USING btree (facility, request_id, due_at) WHERE (status <> 'entered-in-error'::text)
index CREATE UNIQUE INDEX medicine_dose_pkey ON public.medicine_dose USING btree (facility, administration_id)
index CREATE INDEX medicine_dose_stay ON public.medicine_dose USING btree (facility, encounter_id, at)
index CREATE UNIQUE INDEX medicine_order_pkey ON public.medicine_order USING btree (facility, request_id)
index CREATE INDEX medicine_order_stay ON public.medicine_order USING btree (facility, encounter_id)
index CREATE UNIQUE INDEX medicine_order_state_pkey ON public.medicine_order_state USING btree (facility, request_id, at)
index CREATE UNIQUE INDEX migration_pkey ON public.migration USING btree (name)
index CREATE UNIQUE INDEX oauth_client_client_id_key ON public.oauth_client USING btree (client_id)
index CREATE UNIQUE INDEX oauth_client_pkey ON public.oauth_client USING btree (facility, client_id)
index CREATE INDEX oauth_consent_of ON public.oauth_consent USING btree (facility, account) WHERE (ended_at IS NULL)
index CREATE UNIQUE INDEX oauth_consent_pkey ON public.oauth_consent USING btree (facility, grant_id)
index CREATE INDEX oauth_revoked_of ON public.oauth_revoked USING btree (client_id, expires_at)
index CREATE UNIQUE INDEX oauth_revoked_pkey ON public.oauth_revoked USING btree (facility, jti)
index CREATE INDEX oauth_state_by_expiry ON public.oauth_state USING btree (expires_at)
index CREATE INDEX oauth_state_by_grant ON public.oauth_state USING btree (facility, grant_id) WHERE (grant_id IS NOT NULL)
index CREATE UNIQUE INDEX oauth_state_by_uid ON public.oauth_state USING btree (facility, model, uid) WHERE (uid IS NOT NULL)
index CREATE UNIQUE INDEX oauth_state_pkey ON public.oauth_state USING btree (facility, model, id_hash)
index CREATE UNIQUE INDEX order_alert_pkey ON public.order_alert USING btree (facility, encounter_id, key, person, day)
index CREATE INDEX order_alert_rule ON public.order_alert USING btree (facility, day, rule)
index CREATE UNIQUE INDEX order_counter_pkey ON public.order_counter USING btree (facility, day)
index CREATE UNIQUE INDEX order_place_pkey ON public.order_place USING btree (facility, encounter_id)
index CREATE UNIQUE INDEX order_set_own_name ON public.order_set_own USING btree (facility, person, name)
index CREATE UNIQUE INDEX order_set_own_pkey ON public.order_set_own USING btree (facility, person, id)
index CREATE UNIQUE INDEX order_use_pkey ON public.order_use USING btree (facility, person, kind, code)
index CREATE INDEX order_work_cosign ON public.order_work USING btree (facility, cosign_until) WHERE ((cosign_until IS NOT NULL) AND (cosigned_at IS NULL))
index CREATE INDEX order_work_encounter ON public.order_work USING btree (facility, encounter_id)
index CREATE INDEX order_work_open ON public.order_work USING btree (facility, department, ordered_at) WHERE ((resource_type = 'ServiceRequest'::text) AND (status = ANY (ARRAY['active'::text, 'on-hold'::text])))
index CREATE UNIQUE INDEX order_work_pkey ON public.order_work USING btree (facility, resource_type, id)
index CREATE INDEX order_work_unseen ON public.order_work USING btree (facility, resulted_at) WHERE ((resulted_at IS NOT NULL) AND (seen_at IS NULL))
index CREATE UNIQUE INDEX outbox_pkey ON public.outbox USING btree (facility, seq)
index CREATE INDEX paper_evidence_due ON public.paper_evidence USING btree (facility, next_try) WHERE (next_try IS NOT NULL)
index CREATE INDEX paper_evidence_owed ON public.paper_evidence USING btree (facility, since) WHERE (state <> 'accepted'::text)
index CREATE UNIQUE INDEX paper_evidence_pkey ON public.paper_evidence USING btree (facility, document_id)
index CREATE INDEX paper_shown_at ON public.paper_shown USING btree (facility, shown_at)
index CREATE UNIQUE INDEX paper_shown_pkey ON public.paper_shown USING btree (facility, batch, account_id, document_id, sha256)
index CREATE INDEX passkey_of_account ON public.passkey USING btree (facility, account_id)
index CREATE UNIQUE INDEX passkey_pkey ON public.passkey USING btree (facility, id)
index CREATE UNIQUE INDEX passkey_question_pkey ON public.passkey_question USING btree (facility, account_id)
index CREATE UNIQUE INDEX password_history_pkey ON public.password_history USING btree (facility, account, set_at)
index CREATE INDEX patient_index_birth_date ON public.patient_index USING btree (facility, birth_date)
index CREATE INDEX patient_index_birth_year ON public.patient_index USING btree (facility, birth_year)
index CREATE INDEX patient_index_folded ON public.patient_index USING btree (facility, folded text_pattern_ops)
index CREATE INDEX patient_index_initials ON public.patient_index USING btree (facility, initials text_pattern_ops)
index CREATE INDEX patient_index_mrn ON public.patient_index USING btree (facility, mrn)
index CREATE INDEX patient_index_numbers_trgm ON public.patient_index USING gin (numbers gin_trgm_ops)
index CREATE INDEX patient_index_phone ON public.patient_index USING btree (facility, phone)
index CREATE UNIQUE INDEX patient_index_pkey ON public.patient_index USING btree (facility, patient_id)
index CREATE INDEX patient_index_reversed ON public.patient_index USING btree (facility, reversed text_pattern_ops)
index CREATE INDEX patient_index_words ON public.patient_index USING gin (words)
index CREATE UNIQUE INDEX patient_merge_pkey ON public.patient_merge USING btree (facility, id)
index CREATE UNIQUE INDEX patient_merge_source ON public.patient_merge USING btree (facility, source) WHERE (undone_at IS NULL)
index CREATE INDEX patient_merge_target ON public.patient_merge USING btree (facility, target)
index CREATE UNIQUE INDEX patient_merge_change_pkey ON public.patient_merge_change USING btree (facility, merge_id, type, id)
index CREATE UNIQUE INDEX patient_number_pkey ON public.patient_number USING btree (facility, year)
index CREATE UNIQUE INDEX phrase_pkey ON public.phrase USING btree (facility, owner, short)
index CREATE INDEX prescription_code_encounter ON public.prescription_code USING btree (facility, encounter_id)
index CREATE UNIQUE INDEX prescription_code_pkey ON public.prescription_code USING btree (facility, code)
index CREATE UNIQUE INDEX published_form_pkey ON public.published_form USING btree (facility, id)
index CREATE UNIQUE INDEX queue_entry_facility_room_id_day_number_key ON public.queue_entry USING btree (facility, room_id, day, number)
index CREATE INDEX queue_entry_line ON public.queue_entry USING btree (facility, day, room_id, state, placed_at)
index CREATE INDEX queue_entry_patient ON public.queue_entry USING btree (facility, patient_id, day)
index CREATE UNIQUE INDEX queue_entry_pkey ON public.queue_entry USING btree (facility, encounter_id)
index CREATE UNIQUE INDEX queue_number_pkey ON public.queue_number USING btree (facility, room_id, day, kind)
index CREATE UNIQUE INDEX quick_pin_pkey ON public.quick_pin USING btree (facility, account)
index CREATE UNIQUE INDEX record_archive_number_pkey ON public.record_archive_number USING btree (facility, year)
index CREATE UNIQUE INDEX record_copy_pkey ON public.record_copy USING btree (facility, request_id, n)
index CREATE UNIQUE INDEX record_destruction_facility_number_key ON public.record_destruction USING btree (facility, number)
index CREATE UNIQUE INDEX record_destruction_pkey ON public.record_destruction USING btree (facility, id)
index CREATE UNIQUE INDEX record_destruction_item_pkey ON public.record_destruction_item USING btree (facility, destruction_id, encounter_id)
index CREATE UNIQUE INDEX record_erased_pkey ON public.record_erased USING btree (facility, seq)
index CREATE INDEX record_erased_record ON public.record_erased USING btree (facility, destruction_id, encounter_id)
index CREATE INDEX record_hold_active ON public.record_hold USING btree (facility, encounter_id) WHERE (lifted_by IS NULL)
index CREATE UNIQUE INDEX record_hold_pkey ON public.record_hold USING btree (facility, id)
index CREATE INDEX record_index_archive ON public.record_index USING btree (facility, archive_number) WHERE (archive_number IS NOT NULL)
index CREATE INDEX record_index_dirty ON public.record_index USING btree (facility, encounter_id) WHERE dirty
index CREATE INDEX record_index_icd10 ON public.record_index USING gin (icd10)
index CREATE UNIQUE INDEX record_index_number ON public.record_index USING btree (facility, record_number)
index CREATE INDEX record_index_patient ON public.record_index USING btree (facility, patient_id)
index CREATE UNIQUE INDEX record_index_pkey ON public.record_index USING btree (facility, encounter_id)
index CREATE INDEX record_index_started ON public.record_index USING btree (facility, started_at DESC, encounter_id DESC)
index CREATE INDEX record_index_state ON public.record_index USING btree (facility, state, started_at DESC, encounter_id)
index CREATE INDEX record_index_under_way ON public.record_index USING btree (facility, state, ready) WHERE (state = ANY (ARRAY['finished'::text, 'completed'::text, 'submitted'::text, 'accepted'::text]))
index CREATE INDEX record_index_words ON public.record_index USING gin (words gin_trgm_ops)
index CREATE UNIQUE INDEX record_loan_out ON public.record_loan USING btree (facility, encounter_id) WHERE (returned_at IS NULL)
index CREATE INDEX record_loan_patient ON public.record_loan USING btree (facility, patient_id)
index CREATE UNIQUE INDEX record_loan_pkey ON public.record_loan USING btree (facility, id)
index CREATE UNIQUE INDEX record_number_pkey ON public.record_number USING btree (facility, year)
index CREATE UNIQUE INDEX record_place_pkey ON public.record_place USING btree (facility, encounter_id, n)
index CREATE UNIQUE INDEX record_recognised_pkey ON public.record_recognised USING btree (facility, encounter_id, source)
index CREATE UNIQUE INDEX record_reopening_open ON public.record_reopening USING btree (facility, encounter_id) WHERE (decision IS NULL)
index CREATE UNIQUE INDEX record_reopening_pkey ON public.record_reopening USING btree (facility, id)
index CREATE INDEX record_request_account ON public.record_request USING btree (facility, account_id) WHERE (account_id IS NOT NULL)
index CREATE UNIQUE INDEX record_request_number_once ON public.record_request USING btree (facility, number)
index CREATE INDEX record_request_patient ON public.record_request USING btree (facility, patient_id, taken_at)
index CREATE UNIQUE INDEX record_request_pkey ON public.record_request USING btree (facility, id)
index CREATE INDEX record_request_waiting ON public.record_request USING btree (facility, taken_at) WHERE (decision IS NULL)
index CREATE UNIQUE INDEX record_request_number_pkey ON public.record_request_number USING btree (facility, year)
index CREATE UNIQUE INDEX record_retention_pkey ON public.record_retention USING btree (facility, id)
index CREATE INDEX record_retention_record ON public.record_retention USING btree (facility, encounter_id, until DESC)
index CREATE INDEX recovery_code_of_account ON public.recovery_code USING btree (facility, account)
index CREATE UNIQUE INDEX recovery_code_pkey ON public.recovery_code USING btree (facility, code_hash)
index CREATE INDEX resource_code ON public.resource USING btree (facility, type, code, ct DESC, id, value) WHERE ((code IS NOT NULL) AND (version > 0))
index CREATE INDEX resource_long ON public.resource USING btree (facility, type, ct_end) WHERE (((ct_end - ct) > 86400000) AND (version > 0))
index CREATE INDEX resource_patient ON public.resource USING btree (facility, type, patient, ct DESC, id) WHERE (patient IS NOT NULL)
index CREATE INDEX resource_patient_long ON public.resource USING btree (facility, type, patient, ct_end) WHERE (((ct_end - ct) > 86400000) AND (version > 0) AND (patient IS NOT NULL))
index CREATE UNIQUE INDEX resource_pkey ON public.resource USING btree (facility, type, id)
index CREATE INDEX resource_record ON public.resource USING btree (facility, record, type) WHERE (record IS NOT NULL)
index CREATE INDEX resource_time ON public.resource USING btree (facility, type, ct DESC, id, value) WHERE (version > 0)
index CREATE INDEX resource_toks ON public.resource USING gin (toks) WITH (fastupdate='on', gin_pending_list_limit='256')
index CREATE UNIQUE INDEX resource_type_name_key ON public.resource_type USING btree (name)
index CREATE UNIQUE INDEX resource_type_pkey ON public.resource_type USING btree (id)
index CREATE INDEX resource_version_file ON public.resource_version USING btree (facility, "substring"(encode(content, 'escape'::text), '"urn:lanong:blob:([0-9a-f]{64})"'::text) text_pattern_ops) WHERE (type = 42)
index CREATE INDEX resource_version_patient ON public.resource_version USING btree (facility, patient, seq) WHERE (patient IS NOT NULL)
index CREATE UNIQUE INDEX resource_version_pkey ON public.resource_version USING btree (facility, type, id, version)
index CREATE INDEX resource_version_recorded ON public.resource_version USING brin (recorded_at) WITH (pages_per_range='16', autosummarize='on')
index CREATE UNIQUE INDEX resource_version_seq ON public.resource_version USING btree (facility, seq)
index CREATE INDEX resource_version_type ON public.resource_version USING btree (facility, type, seq) WHERE (version > 0)
index CREATE INDEX result_seen_patient ON public.result_seen USING btree (facility, person, patient_id)
index CREATE UNIQUE INDEX result_seen_pkey ON public.result_seen USING btree (facility, person, result_id)
index CREATE UNIQUE INDEX scan_pkey ON public.scan USING btree (facility, id)
index CREATE INDEX scan_record ON public.scan USING btree (facility, encounter_id)
index CREATE INDEX scan_waiting ON public.scan USING btree (facility, state, uploaded_at) WHERE (state = ANY (ARRAY['uploaded'::text, 'indexed'::text]))
index CREATE UNIQUE INDEX scan_page_pkey ON public.scan_page USING btree (facility, scan_id, page)
index CREATE UNIQUE INDEX scan_to_read_pkey ON public.scan_to_read USING btree (facility, scan_id)
index CREATE UNIQUE INDEX seal_key_in_use ON public.seal_key USING btree (facility) WHERE (removed_at IS NULL)
index CREATE UNIQUE INDEX seal_key_pkey ON public.seal_key USING btree (facility, id)
index CREATE INDEX search_contained_container ON public.search_contained USING btree (facility, container_type, container_id)
index CREATE UNIQUE INDEX search_contained_pkey ON public.search_contained USING btree (facility, type, id)
index CREATE INDEX search_contained_toks ON public.search_contained USING gin (toks) WITH (fastupdate='on', gin_pending_list_limit='256')
index CREATE INDEX search_ordered_end ON public.search_ordered USING btree (facility, type, param, hi, id) WHERE ((n >= 0) AND (key = 0))
index CREATE UNIQUE INDEX search_ordered_pkey ON public.search_ordered USING btree (facility, type, id, param, n)
index CREATE INDEX search_ordered_value ON public.search_ordered USING btree (facility, type, param, key, lo, hi, id) WHERE (n >= 0)
index CREATE UNIQUE INDEX search_rules_pkey ON public.search_rules USING btree (facility, type)
index CREATE INDEX search_string_part ON public.search_string USING gin (value gin_trgm_ops) WITH (gin_pending_list_limit='256') WHERE (n >= 0)
index CREATE UNIQUE INDEX search_string_pkey ON public.search_string USING btree (facility, type, id, param, n)
index CREATE INDEX search_string_value ON public.search_string USING btree (facility, type, param, "left"(value, 200) text_pattern_ops, id) WHERE (n >= 0)
index CREATE UNIQUE INDEX search_text_pkey ON public.search_text USING btree (facility, type, param, token)
index CREATE INDEX search_text_value ON public.search_text USING btree (facility, type, param, "left"(value, 200) text_pattern_ops)
index CREATE UNIQUE INDEX search_word_pkey ON public.search_word USING btree (facility, seq)
index CREATE INDEX search_word_words ON public.search_word USING gin (words) WITH (fastupdate='on', gin_pending_list_limit='256')
index CREATE UNIQUE INDEX search_word_state_pkey ON public.search_word_state USING btree (facility)
index CREATE UNIQUE INDEX second_person_pkey ON public.second_person USING btree (facility, id)
index CREATE INDEX session_by_account ON public.session USING btree (facility, account, created_at)
index CREATE INDEX session_by_token ON public.session USING btree (token_hash)
index CREATE UNIQUE INDEX session_facility_id_key ON public.session USING btree (facility, id)
index CREATE INDEX session_parked ON public.session USING btree (facility, device) WHERE ((ended_at IS NULL) AND (locked_at IS NOT NULL))
index CREATE UNIQUE INDEX session_pkey ON public.session USING btree (facility, token_hash)
index CREATE UNIQUE INDEX signature_slot_pkey ON public.signature_slot USING btree (facility, document_id, slot)
index CREATE INDEX signature_slot_waiting ON public.signature_slot USING btree (facility, practitioner_id, since) WHERE (state = 'waiting'::text)
index CREATE UNIQUE INDEX signed_head_pkey ON public.signed_head USING btree (facility, size)
index CREATE UNIQUE INDEX signer_key_of_account ON public.signer_key USING btree (facility, account_id) WHERE (revoked_at IS NULL)
index CREATE UNIQUE INDEX signer_key_pkey ON public.signer_key USING btree (facility, id)
index CREATE UNIQUE INDEX smart_grant_pkey ON public.smart_grant USING btree (facility, grant_id)
index CREATE UNIQUE INDEX smart_launch_pkey ON public.smart_launch USING btree (facility, id_hash)
index CREATE INDEX stay_left ON public.stay USING btree (facility, left_at) WHERE (left_at IS NOT NULL)
index CREATE INDEX stay_of_department ON public.stay USING btree (facility, department, status)
index CREATE INDEX stay_of_patient ON public.stay USING btree (facility, patient_id, admitted_at)
index CREATE UNIQUE INDEX stay_pkey ON public.stay USING btree (facility, encounter_id)
index CREATE UNIQUE INDEX stay_leave_pkey ON public.stay_leave USING btree (facility, encounter_id, n)
index CREATE INDEX stay_place_bed ON public.stay_place USING gist (facility, bed_id, during)
index CREATE INDEX stay_place_department ON public.stay_place USING gist (facility, department, during)
index CREATE INDEX stay_place_patient ON public.stay_place USING gist (facility, patient_id, during)
index CREATE UNIQUE INDEX stay_place_pkey ON public.stay_place USING btree (facility, encounter_id, n)
index CREATE UNIQUE INDEX stay_received_pkey ON public.stay_received USING btree (facility, encounter_id, to_department, received_at)
index CREATE UNIQUE INDEX stay_transfer_pkey ON public.stay_transfer USING btree (facility, encounter_id)
index CREATE INDEX stay_transfer_to ON public.stay_transfer USING btree (facility, to_department, asked_at)
index CREATE UNIQUE INDEX stock_barcode_pkey ON public.stock_barcode USING btree (facility, code)
index CREATE UNIQUE INDEX stock_level_pkey ON public.stock_level USING btree (facility, place, drug_code)
index CREATE UNIQUE INDEX stock_lot_pkey ON public.stock_lot USING btree (facility, place, drug_code, lot)
index CREATE INDEX stock_move_book ON public.stock_move USING btree (facility, place, drug_code, number)
index CREATE UNIQUE INDEX stock_move_cause ON public.stock_move USING btree (facility, cause) WHERE (cause IS NOT NULL)
index CREATE INDEX stock_move_dose ON public.stock_move USING btree (facility, administration_id) WHERE (administration_id IS NOT NULL)
index CREATE UNIQUE INDEX stock_move_pkey ON public.stock_move USING btree (facility, id)
index CREATE UNIQUE INDEX stock_requisition_pkey ON public.stock_requisition USING btree (facility, id)
index CREATE INDEX stock_requisition_place ON public.stock_requisition USING btree (facility, place, asked_at)
index CREATE UNIQUE INDEX subscription_event_pkey ON public.subscription_event USING btree (facility, subscription_id, number)
index CREATE INDEX subscription_event_waiting ON public.subscription_event USING btree (facility, next_at) WHERE (state = 'waiting'::text)
index CREATE UNIQUE INDEX subscription_state_pkey ON public.subscription_state USING btree (facility)
index CREATE UNIQUE INDEX subscription_token_pkey ON public.subscription_token USING btree (facility, token_hash)
index CREATE UNIQUE INDEX totp_pkey ON public.totp USING btree (facility, account)
index CREATE UNIQUE INDEX training_record_once ON public.training_record USING btree (facility, account, course, held_on) WHERE (struck_at IS NULL)
index CREATE UNIQUE INDEX training_record_pkey ON public.training_record USING btree (facility, id)
index CREATE UNIQUE INDEX tree_head_pkey ON public.tree_head USING btree (facility, size)
index CREATE UNIQUE INDEX upload_day_pkey ON public.upload_day USING btree (facility, account, day)
index CREATE INDEX ward_place_department ON public.ward_place USING btree (facility, department, kind)
index CREATE UNIQUE INDEX ward_place_pkey ON public.ward_place USING btree (facility, location_id)

function audit_day_keep() returns trigger security definer md5 1bb90206bf33fc7ccebe5c29d6ba8564
function audit_hold_stays() returns trigger md5 fb8ea948f50b6b5c230103a30bed21db
function audit_kept(text,date,date) returns record md5 d4f75099f71eaa20314bc3aa1e70c3f3
function audit_look(integer,timestamp with time zone,bigint,timestamp with time zone,integer) returns SETOF record md5 e0974bfd2ca71220856d1c47120c20c9
function audit_now() returns timestamp with time zone md5 c6cc5aedf06b326b93be09bbe76052cd
function audit_patient(integer,text) returns record md5 2cde74dcfd4ebac02ec6913ba95f7f23
function audit_removal_step(integer) returns record security definer md5 f21418d6e9b1003ed4dfe64b5e4331a3
function audit_tell_removal(integer,json,json) returns void md5 f85f626cdf072aaa304f3b5f209c014a
function audit_term_dates() returns trigger md5 6b38d023d673a1f84b7b1e49f655f999
function concept_settle() returns void security definer md5 334185560a3ba75cc8ffee846edb9927
function content_hashes(smallint,text) returns integer[] md5 d41d8cd98f00b204e9800998ecf8427e
function content_rules() returns text md5 d41d8cd98f00b204e9800998ecf8427e
function content_text(bytea) returns text md5 d41d8cd98f00b204e9800998ecf8427e
function event_changes(text) returns text[] md5 a3a970f84a7b91d78ee66fdd8dd3fdd4
function event_packs_with(integer,timestamp with time zone,timestamp with time zone,text[],text[],text[],text[],text[]) returns TABLE(at timestamp with time zone, seq bigint) md5 668efb359e503993496e8d2e06caf00c
function fold(text) returns text md5 d41d8cd98f00b204e9800998ecf8427e
function incident_stays() returns trigger md5 07fb831a153efd9e7cde75ff6bb80f6b
function ledger_append(integer,text,text) returns bigint security definer md5 68284f18605dab12523d45970e63b5be
function ledger_append_once(integer,text,text) returns void security definer md5 9fe006746e11bc39cf9ca5333a03d74a
function ledger_archive(integer,text,integer) returns void security definer md5 8e331d8be21e4f09523fa93497154771
function ledger_leaf_hash(text,integer,text,bytea) returns bytea md5 848dde7f3b34dd86a365a24c1b568008
function ledger_sequence(integer) returns bigint security definer md5 912b8572a7107eb85c5d2fd8fed27dee
function ledger_signature(integer,text,bytea,text,integer) returns void security definer md5 5706ba4d0cd00ea724c0db428f99ba93
function ledger_store_head(integer,bigint,bytea,timestamp with time zone) returns void security definer md5 29d00a2d9a62380710ec393cb9c02a18
function ledger_store_signed_head(integer,bigint,timestamp with time zone,text,text,bytea) returns void security definer md5 ca349fd9b89ed6ee3eda024d40b5eae9
function ledger_supplement(integer,text,text) returns void security definer md5 dc117cd056f3d210e39627612d20eee3
function order_rows_erase() returns trigger security definer md5 155f71cab11ab5aa2d957419031df0ba
function paper_evidence_mend() returns integer md5 5aaa87758c5ae9ec7240f1bc1d445395
function record_erase(integer,uuid,text,date) returns integer security definer md5 5dc6eb5d1633fc173d0c89b1dd302d39
function record_hold_stays() returns trigger md5 cc212459116b4c1897fc2dc220db4120
function record_kept_longest() returns trigger md5 96223b9b5251865cd11fc9f2f4c43bb6
function record_retention_counts() returns trigger md5 49e05f1a0f9a7affa9a1d66e63f9b063
function record_retention_only_longer() returns trigger md5 bc854d4d85d9f77a29a19bd0d7512838
function resource_contained_gone() returns trigger security definer md5 f97eec6759e8364eb1ec03d54beaa37c
function resource_version_words_gone() returns trigger security definer md5 e7283b118856da770a06af6305398d40
function stay_leaves_erase() returns trigger security definer md5 45e493aafd1ff3666d634558b4907ce9
function stay_rows_erase() returns trigger security definer md5 901960eed174bc3c0e36650f5b7aa541
function stock_move_applied() returns trigger md5 cddb16c62d3ff26a7105931850ae41d0
function stock_move_stays() returns trigger md5 0bb63999753c359a65113b17dc1a5d44
function store_before(integer,smallint[],text[],boolean[],smallint[],text[],integer[],bigint[],integer,integer[],boolean[]) returns TABLE(found "char", n integer, type smallint, id text, version integer, record text, content text, patient text) security definer md5 20e1d8c9f69936c4facb68ee016f58f6
function store_by_tokens(integer,bigint[],integer) returns TABLE(type smallint, id text, record text) md5 01d7ee946099d489805c246fbcab225e
function store_check_records(integer,text[],text) returns void security definer md5 fcbb2fce24d40d4cf5af97181acbf2c3
function store_commit(integer,text,text[],text[],store_change[],store_event[],store_ordered[],store_string[]) returns void security definer md5 16bc3595eb214e0faacc7194c9e7d866
function store_contained(integer,smallint[],text[],json,smallint[],text[],integer[],smallint[],bigint[],double precision[],double precision[],text[],smallint[],text[],integer[],smallint[],text[]) returns void security definer md5 6ab0ad491fde0219c4f118b96c35693b
function store_contained_gone(integer,smallint[],text[]) returns void security definer md5 b5132cd7560ea0a1d77c427140412474
function store_current(integer,smallint[],text[]) returns TABLE(n integer, version integer, recorded_at timestamp with time zone, content bytea, hash bytea, patient text) md5 92137d9ea75624cdbe91fdab459b7bbb
function store_events(integer,store_event[]) returns void security definer md5 b99c760c40a3faeb92d3730e411fc95c
function store_find(integer,smallint[],text[],integer[]) returns TABLE(n integer, record text) md5 100891bab5579ebc5b90e0f08e2c7b18
function store_knowledge(integer,text,text,timestamp with time zone,smallint[],text[],integer[]) returns void security definer md5 e613218456dcded5ee2e37ad951ebdda
function store_lock(integer,smallint[],text[]) returns TABLE(type smallint, id text, version integer, deleted boolean, content bytea, record text) security definer md5 77457ecac5bf28be563f429744de54bf
function store_pack(integer,uuid,timestamp with time zone,text[],text) returns void security definer md5 b89cc41335d411166b3e8df3993d1784
function store_point() returns TABLE(seq bigint, horizon xid8) security definer md5 c3cb19a324473c2069f1b2a07b1d6642
function store_purge_outbox(integer,timestamp with time zone,integer) returns integer security definer md5 445b71b394418b711315bf9b1b40570c
function store_refile(integer,smallint[],text[],text[],json) returns void security definer md5 9711405f13b6ccd479036c955336e2a2
function store_reindex(integer,json,smallint[],text[],integer[],smallint[],bigint[],double precision[],double precision[],text[],smallint[],text[],integer[],smallint[],text[]) returns integer security definer md5 da1f51d2b8b05d79f9a755daff1b7dfa
function store_seen(integer,store_look[]) returns TABLE(n integer, version integer, recorded_ms text, content bytea, hash bytea, patient text) security definer md5 f21964f0c7bf15a854f873ee15a1315d
function store_seen_again(integer,smallint[],text[],integer[],uuid,timestamp with time zone,text[],text) returns integer[] security definer md5 da146e9481bcb0fbe4fbd2551e800cb9
function store_texts(integer,smallint[],integer[],bigint[],text[]) returns SETOF bigint security definer md5 f60c4ad90dd6b3ef568c19c9a793d915
function store_word_hits(integer,smallint,text[],integer,integer) returns SETOF text security definer md5 7c35340029b00d670dc71e1c2f040ce1
function store_words(integer,bigint,bigint,bigint,integer) returns TABLE(looked integer, last bigint) security definer md5 c0a4d0111eef68e7a4c962d9c02007e0
function store_words_begin(integer) returns TABLE(run bigint, low bigint, settled bigint) security definer md5 a91e5dfebab4f6f7703c25cf8df22e9e

trigger CREATE TRIGGER audit_day_changed AFTER UPDATE ON public.audit_access REFERENCING OLD TABLE AS gone NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION audit_day_keep()
trigger CREATE TRIGGER audit_day_gone AFTER DELETE ON public.audit_access REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit_day_keep()
trigger CREATE TRIGGER audit_day_made AFTER INSERT ON public.audit_access REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION audit_day_keep()
trigger CREATE TRIGGER audit_hold_stays BEFORE DELETE OR UPDATE ON public.audit_hold FOR EACH ROW EXECUTE FUNCTION audit_hold_stays()
trigger CREATE TRIGGER audit_term_dates BEFORE INSERT OR DELETE OR UPDATE ON public.audit_term FOR EACH ROW EXECUTE FUNCTION audit_term_dates()
trigger CREATE TRIGGER incident_stays BEFORE UPDATE ON public.incident FOR EACH ROW EXECUTE FUNCTION incident_stays()
trigger CREATE TRIGGER order_rows_erase AFTER UPDATE OF erased_at ON public.record_destruction_item FOR EACH ROW WHEN (((new.erased_at IS NOT NULL) AND (old.erased_at IS NULL))) EXECUTE FUNCTION order_rows_erase()
trigger CREATE TRIGGER record_hold_stays BEFORE DELETE OR UPDATE ON public.record_hold FOR EACH ROW EXECUTE FUNCTION record_hold_stays()
trigger CREATE TRIGGER record_kept_longest BEFORE INSERT OR UPDATE OF kept_until ON public.record_index FOR EACH ROW WHEN ((new.kept_until IS NOT NULL)) EXECUTE FUNCTION record_kept_longest()
trigger CREATE TRIGGER record_retention_counts AFTER INSERT ON public.record_retention FOR EACH ROW EXECUTE FUNCTION record_retention_counts()
trigger CREATE TRIGGER record_retention_only_longer BEFORE INSERT ON public.record_retention FOR EACH ROW EXECUTE FUNCTION record_retention_only_longer()
trigger CREATE TRIGGER resource_contained_deleted AFTER DELETE ON public.resource FOR EACH ROW WHEN ((old.toks @> '{1}'::bigint[])) EXECUTE FUNCTION resource_contained_gone()
trigger CREATE TRIGGER resource_contained_left AFTER UPDATE ON public.resource FOR EACH ROW WHEN (((old.toks @> '{1}'::bigint[]) AND (NOT (new.toks @> '{1}'::bigint[])))) EXECUTE FUNCTION resource_contained_gone()
trigger CREATE TRIGGER resource_version_words_erased AFTER UPDATE ON public.resource_version REFERENCING NEW TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION resource_version_words_gone()
trigger CREATE TRIGGER resource_version_words_removed AFTER DELETE ON public.resource_version REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION resource_version_words_gone()
trigger CREATE TRIGGER stay_leaves_erase AFTER UPDATE OF erased_at ON public.record_destruction_item FOR EACH ROW WHEN (((new.erased_at IS NOT NULL) AND (old.erased_at IS NULL))) EXECUTE FUNCTION stay_leaves_erase()
trigger CREATE TRIGGER stay_rows_erase AFTER UPDATE OF erased_at ON public.record_destruction_item FOR EACH ROW WHEN (((new.erased_at IS NOT NULL) AND (old.erased_at IS NULL))) EXECUTE FUNCTION stay_rows_erase()
trigger CREATE TRIGGER stock_move_applied BEFORE INSERT ON public.stock_move FOR EACH ROW EXECUTE FUNCTION stock_move_applied()
trigger CREATE TRIGGER stock_move_stays BEFORE DELETE OR UPDATE ON public.stock_move FOR EACH ROW EXECUTE FUNCTION stock_move_stays()

grant access_opening lanong_app INSERT, SELECT, UPDATE
grant access_refusal_end lanong_app INSERT, SELECT, UPDATE
grant access_representative lanong_app DELETE, INSERT, SELECT, UPDATE
grant access_review lanong_app DELETE, INSERT, SELECT, UPDATE
grant access_review_item lanong_app DELETE, INSERT, SELECT, UPDATE
grant account lanong_app DELETE, INSERT, SELECT, UPDATE
grant account_notice lanong_app DELETE, INSERT, SELECT, UPDATE
grant alarm lanong_app DELETE, INSERT, SELECT, UPDATE
grant alarm_notice lanong_app DELETE, INSERT, SELECT, UPDATE
grant audit_access lanong_app DELETE, INSERT, SELECT, UPDATE
grant audit_day lanong_app SELECT
grant audit_event lanong_app SELECT
grant audit_hold lanong_app INSERT, SELECT, UPDATE
grant audit_listed lanong_app DELETE, INSERT, SELECT, UPDATE
grant audit_reader lanong_app DELETE, INSERT, SELECT, UPDATE
grant audit_relation lanong_app DELETE, INSERT, SELECT, UPDATE
grant audit_removal lanong_app SELECT
grant audit_removed lanong_app SELECT
grant audit_review lanong_app INSERT, SELECT
grant audit_stream lanong_app INSERT, SELECT, UPDATE
grant audit_term lanong_app SELECT
grant audit_told lanong_app SELECT
grant backup_drill lanong_app INSERT, SELECT
grant badge lanong_app DELETE, INSERT, SELECT, UPDATE
grant bed_hold lanong_app DELETE, INSERT, SELECT, UPDATE
grant birth_paper_code lanong_app DELETE, INSERT, SELECT, UPDATE
grant bulk_chosen lanong_app DELETE, INSERT, SELECT, UPDATE
grant bulk_file lanong_app DELETE, INSERT, SELECT, UPDATE
grant bulk_job lanong_app DELETE, INSERT, SELECT, UPDATE
grant bulk_waiting lanong_app DELETE, INSERT, SELECT, UPDATE
grant code_list lanong_app DELETE, INSERT, SELECT, UPDATE
grant code_list_load lanong_app DELETE, INSERT, SELECT, UPDATE
grant code_system lanong_app DELETE, INSERT, SELECT, UPDATE
grant command lanong_app DELETE, INSERT, SELECT, UPDATE
grant concept lanong_app DELETE, INSERT, SELECT, UPDATE
grant concept_closure lanong_app DELETE, INSERT, SELECT, UPDATE
grant concept_use lanong_app DELETE, INSERT, SELECT, UPDATE
grant concept_word lanong_app DELETE, INSERT, SELECT, UPDATE
grant confirmation lanong_app DELETE, INSERT, SELECT, UPDATE
grant draft lanong_app DELETE, INSERT, SELECT, UPDATE
grant emergency_box lanong_app DELETE, INSERT, SELECT, UPDATE
grant emergency_envelope lanong_app DELETE, INSERT, SELECT, UPDATE
grant emergency_opening lanong_app DELETE, INSERT, SELECT, UPDATE
grant emergency_set lanong_app DELETE, INSERT, SELECT, UPDATE
grant event_pack lanong_app SELECT
grant external_identity lanong_app DELETE, INSERT, SELECT, UPDATE
grant external_login lanong_app DELETE, INSERT, SELECT, UPDATE
grant external_provider lanong_app DELETE, INSERT, SELECT, UPDATE
grant facility lanong_app DELETE, INSERT, SELECT, UPDATE
grant facility_import lanong_app SELECT
grant facility_import_file lanong_app SELECT
grant form_presence lanong_app DELETE, INSERT, SELECT, UPDATE
grant guess lanong_app DELETE, INSERT, SELECT, UPDATE
grant head_proof lanong_app INSERT, SELECT, UPDATE
grant incident lanong_app INSERT, SELECT, UPDATE
grant incident_act lanong_app INSERT, SELECT
grant incident_drill lanong_app INSERT, SELECT, UPDATE
grant incident_person lanong_app INSERT, SELECT
grant job_state lanong_app DELETE, INSERT, SELECT, UPDATE
grant kept_key lanong_app DELETE, INSERT, SELECT, UPDATE
grant knowledge lanong_app SELECT
grant lab_accession lanong_app DELETE, INSERT, SELECT, UPDATE
grant lab_result lanong_app DELETE, INSERT, SELECT, UPDATE
grant lab_tube lanong_app DELETE, INSERT, SELECT, UPDATE
grant lab_work lanong_app DELETE, INSERT, SELECT, UPDATE
grant ledger_line lanong_app SELECT
grant ledger_node lanong_app SELECT
grant ledger_position lanong_app SELECT
grant ledger_state lanong_app SELECT
grant ledger_waiting lanong_app SELECT
grant login_attempt lanong_app DELETE, INSERT, SELECT, UPDATE
grant login_challenge lanong_app DELETE, INSERT, SELECT, UPDATE
grant login_device lanong_app DELETE, INSERT, SELECT, UPDATE
grant login_passkey lanong_app DELETE, INSERT, SELECT, UPDATE
grant medicine_dose lanong_app DELETE, INSERT, SELECT, UPDATE
grant medicine_order lanong_app DELETE, INSERT, SELECT, UPDATE
grant medicine_order_state lanong_app DELETE, INSERT, SELECT, UPDATE
grant migration lanong_app SELECT
grant oauth_client lanong_app DELETE, INSERT, SELECT, UPDATE
grant oauth_consent lanong_app DELETE, INSERT, SELECT, UPDATE
grant oauth_revoked lanong_app DELETE, INSERT, SELECT, UPDATE
grant oauth_state lanong_app DELETE, INSERT, SELECT, UPDATE
grant order_alert lanong_app DELETE, INSERT, SELECT, UPDATE
grant order_counter lanong_app DELETE, INSERT, SELECT, UPDATE
grant order_place lanong_app DELETE, INSERT, SELECT, UPDATE
grant order_set_own lanong_app DELETE, INSERT, SELECT, UPDATE
grant order_use lanong_app DELETE, INSERT, SELECT, UPDATE
grant order_work lanong_app DELETE, INSERT, SELECT, UPDATE
grant outbox lanong_app SELECT
grant paper_evidence lanong_app DELETE, INSERT, SELECT, UPDATE
grant paper_shown lanong_app DELETE, INSERT, SELECT, UPDATE
grant passkey lanong_app DELETE, INSERT, SELECT, UPDATE
grant passkey_question lanong_app DELETE, INSERT, SELECT, UPDATE
grant password_history lanong_app DELETE, INSERT, SELECT, UPDATE
grant patient_index lanong_app DELETE, INSERT, SELECT, UPDATE
grant patient_merge lanong_app DELETE, INSERT, SELECT, UPDATE
grant patient_merge_change lanong_app DELETE, INSERT, SELECT, UPDATE
grant patient_number lanong_app DELETE, INSERT, SELECT, UPDATE
grant phrase lanong_app DELETE, INSERT, SELECT, UPDATE
grant prescription_code lanong_app DELETE, INSERT, SELECT, UPDATE
grant published_form lanong_app DELETE, INSERT, SELECT, UPDATE
grant queue_entry lanong_app DELETE, INSERT, SELECT, UPDATE
grant queue_number lanong_app DELETE, INSERT, SELECT, UPDATE
grant quick_pin lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_archive_number lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_copy lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_destruction lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_destruction_item lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_erased lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_hold lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_index lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_loan lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_number lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_place lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_recognised lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_reopening lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_request lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_request_number lanong_app DELETE, INSERT, SELECT, UPDATE
grant record_retention lanong_app INSERT, SELECT
grant recovery_code lanong_app DELETE, INSERT, SELECT, UPDATE
grant resource lanong_app SELECT
grant resource_type lanong_app SELECT
grant resource_version lanong_app SELECT
grant result_seen lanong_app DELETE, INSERT, SELECT, UPDATE
grant scan lanong_app DELETE, INSERT, SELECT, UPDATE
grant scan_page lanong_app DELETE, INSERT, SELECT, UPDATE
grant scan_to_read lanong_app DELETE, INSERT, SELECT, UPDATE
grant seal_key lanong_app DELETE, INSERT, SELECT, UPDATE
grant search_contained lanong_app SELECT
grant search_ordered lanong_app SELECT
grant search_rules lanong_app DELETE, INSERT, SELECT, UPDATE
grant search_string lanong_app SELECT
grant search_text lanong_app SELECT
grant search_word lanong_app SELECT
grant search_word_state lanong_app SELECT
grant second_person lanong_app DELETE, INSERT, SELECT, UPDATE
grant session lanong_app DELETE, INSERT, SELECT, UPDATE
grant signature_slot lanong_app DELETE, INSERT, SELECT, UPDATE
grant signed_head lanong_app SELECT
grant signer_key lanong_app DELETE, INSERT, SELECT, UPDATE
grant smart_grant lanong_app DELETE, INSERT, SELECT, UPDATE
grant smart_launch lanong_app DELETE, INSERT, SELECT, UPDATE
grant stay lanong_app DELETE, INSERT, SELECT, UPDATE
grant stay_leave lanong_app DELETE, INSERT, SELECT, UPDATE
grant stay_place lanong_app DELETE, INSERT, SELECT, UPDATE
grant stay_received lanong_app DELETE, INSERT, SELECT, UPDATE
grant stay_transfer lanong_app DELETE, INSERT, SELECT, UPDATE
grant stock_barcode lanong_app DELETE, INSERT, SELECT, UPDATE
grant stock_level lanong_app DELETE, INSERT, SELECT, UPDATE
grant stock_lot lanong_app DELETE, INSERT, SELECT, UPDATE
grant stock_move lanong_app DELETE, INSERT, SELECT, UPDATE
grant stock_requisition lanong_app DELETE, INSERT, SELECT, UPDATE
grant subscription_event lanong_app DELETE, INSERT, SELECT, UPDATE
grant subscription_state lanong_app DELETE, INSERT, SELECT, UPDATE
grant subscription_token lanong_app DELETE, INSERT, SELECT, UPDATE
grant totp lanong_app DELETE, INSERT, SELECT, UPDATE
grant training_record lanong_app INSERT, SELECT, UPDATE
grant tree_head lanong_app SELECT
grant upload_day lanong_app DELETE, INSERT, SELECT, UPDATE
grant ward_place lanong_app DELETE, INSERT, SELECT, UPDATE
